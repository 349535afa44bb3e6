-- include: common
-- Appends one record of the running attempt. Returns its sequence number, 0 when it is there already, -1 when the lease is lost.
local id, token, status, model = ARGV[1], ARGV[2], ARGV[5], ARGV[6]
if not owns(id, token) then
  return -1
end
local sequence = append(ARGV[3], ARGV[4])
if sequence > 0 then
  redis.call('HSET', QUESTION, 'status', status)
  if model ~= '' then
    redis.call('HSET', QUESTION, 'model', model)
  end
  redis.call('PUBLISH', QUESTION, '')
end
return sequence
