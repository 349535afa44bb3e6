-- include: common
-- Removes an ended question and what only it used. 0: unknown, or not ended.
-- A table goes with the last question that uses it, unless another person than the question's has uploaded it lately.
-- KEYS 12 history, 13 parts of the question, 14 idempotency key or the history again, 15.. tables, then who uploaded each, then prompt parts.
-- ARGV 1 id, 2 whether 14 is one, 3 how many tables, 4 the question's person.
local id, tables = ARGV[1], tonumber(ARGV[3])
local function held_until(uploads)
  redis.call('ZREM', uploads, ARGV[4])
  redis.call('ZREMRANGEBYSCORE', uploads, '-inf', digits(now_ms()))
  return redis.call('ZRANGE', uploads, -1, -1, 'WITHSCORES')[2]
end

if job(id, 'p') or redis.call('EXISTS', QUESTION) == 0 then
  return 0
end
for i = 15, #KEYS do
  local is_table, uploads = i < 15 + tables, KEYS[i + tables]
  if is_table or i >= 15 + 2 * tables then
    redis.call('HDEL', KEYS[i], 'q:' .. id)
    if redis.call('HLEN', KEYS[i]) <= 1 then
      local held = is_table and held_until(uploads)
      if held then
        redis.call('PEXPIRE', KEYS[i], digits(tonumber(held) - now_ms()))
      else
        redis.call('DEL', KEYS[i])
      end
    end
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
