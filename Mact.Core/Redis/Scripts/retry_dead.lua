-- include: common
-- Puts a dead-lettered question back with fresh attempts. The token goes on from where it was, so that no stale worker can come back to life.
local id, status = ARGV[1], ARGV[2]
if not redis.call('ZSCORE', DEAD, id) then
  return 0
end
local kept = redis.call('HMGET', QUESTION, 'priority', 'client', 'token')
if not kept[1] then
  return 0
end
local now = digits(now_ms())
redis.call('ZREM', EXPIRING, id)
redis.call('HDEL', QUESTION, 'outcome', 'finished')
redis.call('HSET', QUESTION, 'status', status)
redis.call('HSET', JOBS, id .. ':p', kept[1], id .. ':c', kept[2], id .. ':a', '0', id .. ':t', kept[3], id .. ':q', now, id .. ':d', now)
redis.call('HINCRBY', CLIENTS, kept[2], 1)
append(ARGV[3], ARGV[4])
make_ready(id)
redis.call('ZREM', DEAD, id)
redis.call('PUBLISH', READY['0'], '')
redis.call('PUBLISH', QUESTION, '')
return 1
