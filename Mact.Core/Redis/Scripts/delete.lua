-- include: common
-- Removes an ended question and what only it used. 0: unknown, or not ended.
-- KEYS 12 history, 13 parts of the question, 14 idempotency key or the history again, 15.. tables and prompt parts. ARGV 1 id, 2 whether 14 is one.
local id = ARGV[1]
if job(id, 'p') or redis.call('EXISTS', QUESTION) == 0 then
  return 0
end
for i = 15, #KEYS do
  redis.call('HDEL', KEYS[i], 'q:' .. id)
  if redis.call('HLEN', KEYS[i]) <= 1 then
    redis.call('DEL', KEYS[i])
  end
end
if ARGV[2] == '1' then
  redis.call('DEL', KEYS[14])
end
redis.call('DEL', QUESTION, RECORDS, RECORD_KEYS, KEYS[13])
redis.call('ZREM', KEYS[12], id)
redis.call('ZREM', EXPIRING, id)
redis.call('ZREM', DEAD, id)
redis.call('PUBLISH', QUESTION, '')
return 1
