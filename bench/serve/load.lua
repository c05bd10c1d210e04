-- load.lua - wrk sends the requests of a file, a body a line, one after another.
local requests, at, threads = {}, 0, 0

function setup(thread)
   threads = threads + 1
   thread:set("number", threads)
end

function init(args)
   for body in io.lines(args[1]) do
      requests[#requests + 1] = wrk.format("POST", "/v1/match",
         { ["Content-Type"] = "application/json" }, body)
   end
   at = number * 977 -- threads start at different ones
end

function request()
   at = at + 1
   return requests[at % #requests + 1]
end

function done(summary, latency)
   local errors = summary.errors
   io.write(string.format("%d %d %.0f %.0f %.0f %d\n", summary.requests, summary.duration,
      latency:percentile(50), latency:percentile(99), latency.max,
      errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
