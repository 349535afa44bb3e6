-- Adds a result unless its key is there, counts it up, and puts the end of the retention off. 0: it was there, or the evaluation is gone.
-- KEYS 1 evaluation, 2 results, 3 sums. ARGV 1 key, 2 result, 3 retention (ms), 4.. pairs of a sum's name and what is added to it.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
local added = redis.call('HSETNX', KEYS[2], ARGV[1], ARGV[2])
if added == 1 then
  redis.call('HINCRBY', KEYS[1], 'bytes', #ARGV[2])
  for i = 4, #ARGV, 2 do
    redis.call('HINCRBY', KEYS[3], ARGV[i], ARGV[i + 1])
  end
end
for k = 1, 3 do
  redis.call('PEXPIRE', KEYS[k], ARGV[3])
end
return added
