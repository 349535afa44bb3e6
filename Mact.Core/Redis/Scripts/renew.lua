-- include: common
-- Moves the end of a lease on. 0: it is lost, or the question is to be cancelled.
-- KEYS 9 pulse: when a worker last claimed or renewed.
local id, token, lease_ms = ARGV[1], ARGV[2], tonumber(ARGV[3])
if not owns(id, token) or job(id, 'x') then
  return 0
end
heard(KEYS[9], lease_ms)
redis.call('ZADD', LEASED, 'XX', digits(now_ms() + lease_ms), id)
redis.call('HDEL', JOBS, id .. ':s')
return 1
