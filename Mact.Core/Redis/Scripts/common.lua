-- Put in front of every script that says "-- include: common".
-- KEYS 1 to 8 belong to the queue, 9 to 11 to one question (RedisKeys has the order). Every key that a script touches is declared:
-- a cluster needs that, and Garnet locks exactly the declared keys.
-- A server that dies may leave the first few writes of a script on disk (Garnet logs each by itself): every prefix must lose nothing. So a
-- question enters its next place before it leaves the last one, and what makes a step count as done comes last.
-- A channel is named after the key that it tells about: READY['0'] (something may be claimable), LEASED (a question to stop), QUESTION (news).
local READY = { ['0'] = KEYS[1], ['1'] = KEYS[2] }
local DELAYED, LEASED, DEAD, JOBS, CLIENTS, EXPIRING = KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8]
local QUESTION, RECORDS, RECORD_KEYS = KEYS[9], KEYS[10], KEYS[11]

-- Milliseconds since 1970 on the server's clock: the workers' clocks may differ.
local function now_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function digits(number)
  return string.format('%.0f', number)
end

-- Fields of a job: p priority, c client, a attempts consumed, t fencing token, q queued since, d due since, w worker, l lost, s lease spared, x to be cancelled.
local function job(id, field)
  return redis.call('HGET', JOBS, id .. ':' .. field)
end

local function set_job(id, field, value)
  redis.call('HSET', JOBS, id .. ':' .. field, value)
end

-- Only the latest claim of a question may write, and only until it is settled.
local function owns(id, token)
  return job(id, 't') == token and redis.call('ZSCORE', LEASED, id) and true or false
end

local function make_ready(id)
  redis.call('ZADD', READY[job(id, 'p')], job(id, 'q'), id)
end

-- Says that a worker was heard. Before it, nobody was for so long that living ones may have missed a renewal (Redis was away, or the machine
-- slept): then each lease is spared once, so that its owner can come back before anyone takes over and pays again for what it is doing. Whoever
-- comes first does it, be it to claim or to renew. Owners renew six times in a lease: a third of it without a word is a silence.
local function heard(pulse, lease_ms)
  local now = now_ms()
  local before = tonumber(redis.call('GET', pulse) or '0')
  redis.call('SET', pulse, digits(now))
  if now - before > lease_ms / 3 then
    local spared_until = digits(now + lease_ms)
    for _, id in ipairs(redis.call('ZRANGEBYSCORE', LEASED, '-inf', spared_until)) do
      if not job(id, 's') then
        set_job(id, 's', '1')
        redis.call('ZADD', LEASED, 'XX', spared_until, id)
      end
    end
  end
end

-- Adds to what the question takes in the store; one whose data is gone must not come to be by it.
local function count(bytes)
  if redis.call('EXISTS', QUESTION) == 1 then
    redis.call('HINCRBY', QUESTION, 'bytes', bytes)
  end
end

-- Appends unless the key is there. Returns the sequence number, or 0.
local function append(key, payload)
  if redis.call('SISMEMBER', RECORD_KEYS, key) == 1 then
    return 0
  end
  -- More records than keys: the server died between the two writes, and the last record was never acknowledged to anyone.
  if redis.call('LLEN', RECORDS) > redis.call('SCARD', RECORD_KEYS) then
    redis.call('RPOP', RECORDS)
  end
  count(#payload)
  local sequence = redis.call('RPUSH', RECORDS, payload)
  redis.call('SADD', RECORD_KEYS, key)
  return sequence
end

-- Appends pairs of key and payload that stand in ARGV from an index on.
local function append_from(index)
  for i = index, #ARGV, 2 do
    append(ARGV[i], ARGV[i + 1])
  end
end

-- Whether an earlier claim ended the question already, and then the server died before it was out of the queue.
local function has_ended(id, token)
  for claim = tonumber(token), 1, -1 do
    local key = 'claim/' .. digits(claim) .. '/'
    if redis.call('SISMEMBER', RECORD_KEYS, key .. 'putBack') == 1 then
      return false
    end
    if redis.call('SISMEMBER', RECORD_KEYS, key .. 'finished') == 1 then
      return true
    end
  end
  return false
end

-- Takes a question out of the queue for good and sets when it expires.
local function finish(id, status, outcome, finished, retention, dead)
  local now = now_ms()
  redis.call('HSET', QUESTION, 'status', status, 'outcome', outcome, 'finished', finished, 'token', job(id, 't') or '0')
  if dead == '1' then
    redis.call('ZADD', DEAD, digits(now), id)
  else
    redis.call('ZREM', DEAD, id)
  end
  redis.call('ZADD', EXPIRING, digits(now + retention), id)
  local client = job(id, 'c')
  if client and redis.call('HINCRBY', CLIENTS, client, -1) <= 0 then
    redis.call('HDEL', CLIENTS, client)
  end
  redis.call('ZREM', DELAYED, id)
  redis.call('ZREM', READY['0'], id)
  redis.call('ZREM', READY['1'], id)
  redis.call('ZREM', LEASED, id)
  redis.call('HDEL', JOBS, id .. ':p', id .. ':c', id .. ':a', id .. ':t', id .. ':q', id .. ':d', id .. ':w', id .. ':l', id .. ':s', id .. ':x')
  redis.call('PUBLISH', QUESTION, '')
end
