-- include: common
-- Gives a question back to the queue, to be claimed again after a delay.
-- Returns ok; lost; or, with nothing changed, cancelled or exhausted: then it has to be finished instead.
local id, token, delay, max_attempts, consumes, status = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5], ARGV[6]
if not owns(id, token) then
  return 'lost'
end
if job(id, 'x') then
  return 'cancelled'
end
if consumes == '1' then
  if tonumber(job(id, 'a')) >= max_attempts then
    return 'exhausted'
  end
else
  redis.call('HINCRBY', JOBS, id .. ':a', -1)
end
append_from(7)
redis.call('HSET', QUESTION, 'status', status)
local due = now_ms() + delay
set_job(id, 'd', digits(due))
if delay > 0 then
  redis.call('ZADD', DELAYED, digits(due), id)
  redis.call('ZREM', LEASED, id)
else
  make_ready(id)
  redis.call('ZREM', LEASED, id)
  redis.call('PUBLISH', READY['0'], '')
end
redis.call('PUBLISH', QUESTION, '')
return 'ok'
