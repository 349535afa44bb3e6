-- Stores a table once; one that no question uses goes after a while.
-- KEYS 1 table. ARGV 1 content, 2 milliseconds. Its other fields, one per question, say who uses it.
redis.call('HSETNX', KEYS[1], 'content', ARGV[1])
if redis.call('HLEN', KEYS[1]) == 1 then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return 1
