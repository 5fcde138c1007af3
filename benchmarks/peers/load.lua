-- What wrk sends and tells: the paths after "--" in turn, and one line with the sums.

function init(args)
   if #args > 1 then
      local requests = {}
      for number, path in ipairs(args) do
         requests[number] = wrk.format("GET", path)
      end
      local turn = 0
      -- only here: a function that is called for each request takes its time
      function request()
         turn = turn % #requests + 1
         return requests[turn]
      end
   end
end

function done(summary)
   local errors = summary.errors
   io.write(string.format("sums %d %d %d %d %d\n", summary.requests, summary.bytes,
      summary.duration, errors.status,
      errors.connect + errors.read + errors.write + errors.timeout))
end
