-- include: common
-- Opens an attempt: its first records, and the question itself. Nothing when the lease is lost; an empty text when the question is gone.
local id, token = ARGV[1], ARGV[2]
if not owns(id, token) then
  return false
end
local question = redis.call('HGET', QUESTION, 'question')
if not question then
  return ''
end
append_from(3)
redis.call('HSET', QUESTION, 'status', 'running')
redis.call('PUBLISH', QUESTION, '')
return question
