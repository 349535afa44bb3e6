-- include: common
-- Moves the end of a lease on. 0: it is lost, or the question is to be cancelled.
local id, token, lease_ms = ARGV[1], ARGV[2], tonumber(ARGV[3])
if not owns(id, token) or job(id, 'x') then
  return 0
end
redis.call('ZADD', LEASED, 'XX', digits(now_ms() + lease_ms), id)
return 1
