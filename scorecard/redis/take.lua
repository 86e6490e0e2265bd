-- Takes from a bucket that holds so many and fills by one every so often (the
-- generic cell rate algorithm). The clock is this server's own, so that processes
-- whose clocks differ agree.
--
-- KEYS[1]  the bucket: when it is full again, in microseconds; absent if it is
-- ARGV[1]  after how many microseconds it fills by one
-- ARGV[2]  how many it holds
-- ARGV[3]  how many are wanted
--
-- Gives how many were taken, how many are left, and in how many microseconds
-- there is one again, 0 if there is one still.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local every, holds, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local room = every * holds
local used = (tonumber(redis.call('GET', KEYS[1]) or '0') or 0) - now
if used < 0 then
  used = 0
elseif used > room then -- the clock was put back, or the limit was made smaller
  used = room
end
local taken = math.min(wanted, math.floor((room - used) / every))
if taken > 0 then
  used = used + taken * every
  redis.call('SET', KEYS[1], string.format('%.0f', now + used), 'PX', string.format('%.0f', math.floor(used / 1000) + 1))
end
local left, wait = math.floor((room - used) / every), 0
if left < 1 then
  wait = used + every - room
end
return {taken, left, wait}
