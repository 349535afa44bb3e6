-- include: common
-- Opens an attempt: its first records, and the question itself. Nothing when the lease is lost; an empty text when the question is gone.
local id, token, status = ARGV[1], ARGV[2], ARGV[3]
if not owns(id, token) then
  return false
end
local question = redis.call('HGET', QUESTION, 'question')
if not question then
  return ''
end
-- A question that ended while the server died is claimed only to be taken out of the queue: its journal stays as it ended.
if not has_ended(id, token) then
  append_from(4)
  redis.call('HSET', QUESTION, 'status', status)
  redis.call('PUBLISH', QUESTION, '')
end
return question
