-- Makes one change of a partition, or nothing: sets and removes values and moves
-- the cursor, if the cursor is the one that the change was made for.
--
-- KEYS[1]   the cursor
-- KEYS[2]   the set of scopes
-- KEYS[3]   when the partition was last seen to be complete
-- KEYS[4…]  the values to set or remove, n of them
-- ARGV[1]   the cursor as it must be; empty if there must be none
-- ARGV[2]   the cursor as it shall be; empty to remove it, the scopes and KEYS[3]
-- ARGV[3]   n
-- ARGV[4…]  for each value two: what to set, empty to remove it; and for how many
--           seconds to keep it, 0 for ever
-- ARGV[4+2n…]  scopes to remember
--
-- Gives 1 if the change was made, 0 if the cursor was another.

local found = redis.call('GET', KEYS[1]) or ''
if found ~= ARGV[1] then
  return 0
end

-- What can be done to many keys at once is gathered, some hundreds at a time:
-- a call costs more than a value.
local function flush(command, list)
  if #list > 0 then
    redis.call(command, unpack(list))
  end
  return {}
end

local n = tonumber(ARGV[3])
local plain, gone = {}, {}
for i = 1, n do
  local key, value, keep = KEYS[3 + i], ARGV[2 + 2 * i], ARGV[3 + 2 * i]
  if value == '' then
    gone[#gone + 1] = key
    if #gone >= 1000 then
      gone = flush('DEL', gone)
    end
  elseif keep == '0' then
    plain[#plain + 1] = key
    plain[#plain + 1] = value
    if #plain >= 1000 then
      plain = flush('MSET', plain)
    end
  else
    redis.call('SET', key, value, 'EX', keep)
  end
end
flush('DEL', gone)
flush('MSET', plain)

if ARGV[2] == '' then
  redis.call('DEL', KEYS[1], KEYS[2], KEYS[3])
  return 1
end

for i = 4 + 2 * n, #ARGV do
  redis.call('SADD', KEYS[2], ARGV[i])
end
if ARGV[2] ~= found then
  redis.call('SET', KEYS[1], ARGV[2])
end
return 1
