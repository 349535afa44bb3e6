-- Moves an evaluation from one of several states to another, and adds up how long it has been running. 0: it is in none of them.
-- KEYS 1 evaluation, 2 results, 3 sums, 4 ids that there is something to do for.
-- ARGV 1 id, 2 new status, 3 now (ms), 4 retention (ms), 5 whether there is something to do for the new one, 6.. statuses that it may have.
local status = redis.call('HGET', KEYS[1], 'status')
for i = 6, #ARGV do
  if status == ARGV[i] then
    local since = redis.call('HGET', KEYS[1], 'since')
    if status == 'Running' and since then
      redis.call('HINCRBY', KEYS[1], 'active', string.format('%.0f', math.max(0, tonumber(ARGV[3]) - tonumber(since))))
    end
    -- In this order a server that dies in between leaves an id too many, never one too few.
    if ARGV[5] == '1' then
      redis.call('ZADD', KEYS[4], 0, ARGV[1])
    end
    redis.call('HSET', KEYS[1], 'status', ARGV[2], 'since', ARGV[3])
    for k = 1, 3 do
      redis.call('PEXPIRE', KEYS[k], ARGV[4])
    end
    if ARGV[5] == '0' then
      redis.call('ZREM', KEYS[4], ARGV[1])
    end
    return 1
  end
end
return 0
