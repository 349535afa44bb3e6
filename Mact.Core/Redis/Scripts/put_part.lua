-- include: common
-- Stores a prompt part once and notes that a running question uses it. 0: the lease is lost.
-- KEYS 12 prompt part, 13 parts of the question. ARGV 1 id, 2 token, 3 hash, 4 content.
local id = ARGV[1]
if not owns(id, ARGV[2]) then
  return 0
end
redis.call('HSETNX', KEYS[12], 'content', ARGV[4])
if redis.call('HSET', KEYS[12], 'q:' .. id, '1') == 1 then
  count(#ARGV[4])
end
redis.call('SADD', KEYS[13], ARGV[3])
return 1
