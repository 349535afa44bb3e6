-- include: common
-- Ends a question for good, with its last records. 0: the lease is lost and nothing was changed.
local id, token, status, outcome, finished, retention, dead = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6]), ARGV[7]
if not owns(id, token) then
  return 0
end
if not has_ended(id, token) then
  append_from(8)
end
finish(id, status, outcome, finished, retention, dead)
return 1
