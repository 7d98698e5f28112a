-- Asks prepared questions, each connection the next one, and says what came of it as one line of JSON.
-- Arguments: a file with a line "ACCEPT QUERY" for each question, the query escaped, and the path that takes it,
-- and what stands before each query.

local requests, at = {}, 0

function init(arguments)
  for line in io.lines(arguments[1]) do
    local accept, query = line:match("^(%S+) (%S+)$")
    local target = arguments[2] .. "?query=" .. (arguments[3] or "") .. query
    requests[#requests + 1] = wrk.format("GET", target, { Accept = accept, Host = wrk.headers["Host"] })
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
