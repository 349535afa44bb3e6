-- include: common
-- Takes a claimed question whose data is gone out of the queue.
local id, token = ARGV[1], ARGV[2]
if owns(id, token) then
  finish(id, 'failed', '', '0', 0, '0')
  redis.call('DEL', QUESTION)
  redis.call('ZREM', EXPIRING, id)
end
return 1
