-- include: common
-- Takes the next question: due retries and expired leases first become ready again, so that no separate process has to see to them.
-- KEYS 9 turn: how often in a row people went before waiting evaluations; 10 pulse: when a worker last claimed or renewed.
-- Returns nothing, or { verdict, id, token, attempt, milliseconds waited, worker that lost it or '' }.
local lease_ms, max_attempts, worker, people_first, batch = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4]), ARGV[5]
local turn, pulse = KEYS[9], KEYS[10]
local now = now_ms()

heard(pulse, lease_ms)

for _, id in ipairs(redis.call('ZRANGEBYSCORE', DELAYED, '-inf', digits(now), 'LIMIT', 0, batch)) do
  make_ready(id)
  redis.call('ZREM', DELAYED, id)
end
for _, id in ipairs(redis.call('ZRANGEBYSCORE', LEASED, '-inf', digits(now), 'LIMIT', 0, batch)) do
  set_job(id, 'l', '1')
  set_job(id, 'd', digits(now))
  make_ready(id)
  redis.call('ZREM', LEASED, id)
end

local people, evaluations = redis.call('ZCARD', READY['0']), redis.call('ZCARD', READY['1'])
if people + evaluations == 0 then
  return false
end
local from = '0'
if people == 0 then
  from = '1'
elseif evaluations > 0 then
  if tonumber(redis.call('GET', turn) or '0') >= people_first then
    from = '1'
  else
    redis.call('INCR', turn)
  end
end
if from == '1' then
  redis.call('DEL', turn)
end

local id = redis.call('ZRANGE', READY[from], 0, 0)[1]

local waited = now - tonumber(job(id, 'd'))
local lost = job(id, 'l') and (job(id, 'w') or '?') or ''
local attempts = tonumber(job(id, 'a'))
local token = redis.call('HINCRBY', JOBS, id .. ':t', 1)
redis.call('ZADD', LEASED, digits(now + lease_ms), id)
redis.call('ZREM', DELAYED, id)
redis.call('ZREM', READY[from], id)

local verdict = 'run'
if job(id, 'x') then
  verdict = 'cancelled'
elseif attempts >= max_attempts then
  verdict = 'exhausted'
else
  attempts = redis.call('HINCRBY', JOBS, id .. ':a', 1)
  set_job(id, 'w', worker)
  redis.call('HDEL', JOBS, id .. ':l', id .. ':s')
end
return { verdict, id, digits(token), digits(attempts), digits(waited), lost }
