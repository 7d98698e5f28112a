-- Asks for prepared paths, each connection the next one, and says what came of it as one line of JSON.
-- Argument: a file with a path a line.

local requests, at = {}, 0

function init(arguments)
  for line in io.lines(arguments[1]) do
    requests[#requests + 1] = wrk.format("GET", line)
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency, _)
  local failed = summary.errors
  io.write(string.format(
    '\nmeasured {"requests": %d, "microseconds": %d, "p50": %d, "p99": %d, "failed": %d, "refused": %d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    failed.connect + failed.read + failed.write + failed.timeout, failed.status
  ))
end
