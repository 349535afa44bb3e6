-- include: common
-- Stores a question with its first record and queues it, or says why not.
-- KEYS 12 history, 13 idempotency key, 14.. tables.
local id, priority, client = ARGV[1], ARGV[2], ARGV[3]
local max_queued, max_client = tonumber(ARGV[4]), tonumber(ARGV[5])
local body_hash, remember_ms = ARGV[6], ARGV[7]
local question, text, submitted, status, record_key, record = ARGV[8], ARGV[9], ARGV[10], ARGV[11], ARGV[12], ARGV[13]
local history, idempotency = KEYS[12], KEYS[13]

if redis.call('EXISTS', QUESTION) == 1 then
  return { 'existing', id }
end

if body_hash ~= '' then
  local known = redis.call('GET', idempotency)
  if known then
    local split = string.find(known, ' ', 1, true)
    if string.sub(known, 1, split - 1) == body_hash then
      return { 'existing', string.sub(known, split + 1) }
    end
    return { 'conflict', string.sub(known, split + 1) }
  end
end

local queued = redis.call('ZCARD', READY['0']) + redis.call('ZCARD', READY['1']) + redis.call('ZCARD', DELAYED)
if queued >= max_queued then
  return { 'full' }
end
if tonumber(redis.call('HGET', CLIENTS, client) or '0') >= max_client then
  return { 'client' }
end

local missing = { 'missing' }
for i = 14, #KEYS do
  if redis.call('HEXISTS', KEYS[i], 'content') == 0 then
    missing[#missing + 1] = digits(i - 14)
  end
end
if #missing > 1 then
  return missing
end

for i = 14, #KEYS do
  redis.call('HSET', KEYS[i], 'q:' .. id, '1')
  redis.call('PERSIST', KEYS[i])
end

local now = digits(now_ms())
redis.call('HSET', QUESTION, 'question', question, 'text', text, 'submitted', submitted, 'status', status, 'priority', priority, 'client', client,
  'bytes', #question + #text)
if body_hash ~= '' then
  redis.call('HSET', QUESTION, 'idempotency', idempotency)
end
append(record_key, record)
redis.call('ZADD', history, 0, id)
redis.call('HSET', JOBS, id .. ':p', priority, id .. ':c', client, id .. ':a', '0', id .. ':t', '0', id .. ':q', now, id .. ':d', now)
redis.call('HINCRBY', CLIENTS, client, 1)
make_ready(id)
if body_hash ~= '' then
  redis.call('SET', idempotency, body_hash .. ' ' .. id, 'PX', remember_ms)
end
redis.call('PUBLISH', READY['0'], '')
return { 'accepted', id }
