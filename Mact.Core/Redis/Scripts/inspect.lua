-- include: common
-- KEYS 9 workers. Returns ready, delayed, leased, dead, age of the oldest ready one in milliseconds, workers alive.
local now = now_ms()
local after = '(' .. digits(now)
local held = redis.call('ZCOUNT', LEASED, after, '+inf')
local expired = redis.call('ZCARD', LEASED) - held
local oldest = now
for _, ready in pairs(READY) do
  local first = redis.call('ZRANGE', ready, 0, 0, 'WITHSCORES')
  if first[2] and tonumber(first[2]) < oldest then
    oldest = tonumber(first[2])
  end
end
return {
  redis.call('ZCARD', READY['0']) + redis.call('ZCARD', READY['1']) + expired,
  redis.call('ZCARD', DELAYED),
  held,
  redis.call('ZCARD', DEAD),
  now - oldest,
  redis.call('ZCOUNT', KEYS[9], after, '+inf'),
}
