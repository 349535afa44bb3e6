-- include: common
-- Cancels a question. 0: unknown or ended; 1: ended now; 2: its worker was told and ends it (never with the argument 6, '1': then nobody is waited for).
local id, status, outcome, finished, retention, at_once = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5]), ARGV[6]
if not job(id, 'p') then
  return 0
end
local lease_end = redis.call('ZSCORE', LEASED, id)
if at_once ~= '1' and lease_end and tonumber(lease_end) > now_ms() then
  set_job(id, 'x', '1')
  redis.call('PUBLISH', LEASED, id)
  return 2
end
append_from(7)
finish(id, status, outcome, finished, retention, '0')
return 1
