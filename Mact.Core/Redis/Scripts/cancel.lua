-- include: common
-- Cancels a question. 0: unknown or ended; 1: ended now; 2: its worker was told and ends it (never with the argument 5, '1': then nobody is waited for).
local id, outcome, finished, retention, at_once = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), ARGV[5]
if not job(id, 'p') then
  return 0
end
local lease_end = redis.call('ZSCORE', LEASED, id)
if at_once ~= '1' and lease_end and tonumber(lease_end) > now_ms() then
  set_job(id, 'x', '1')
  redis.call('PUBLISH', LEASED, id)
  return 2
end
append_from(6)
finish(id, 'cancelled', outcome, finished, retention, '0')
return 1
