"""What is noted inside a page while it is opened, and what is told of it afterwards."""

# Notes when what a page is opened for can be read, when all of it is there, charts too, and every long task.
_WATCH = """(() => {
  const seen = window.seen = {readable: 0, useful: 0, idle: 0}
  new PerformanceObserver(list => {
    for (const one of list.getEntries()) seen.idle = Math.max(seen.idle, one.startTime + one.duration)
  }).observe({type: 'longtask', buffered: true})
  const isReadable = () => document.querySelector('h1, input[type=password]') && document.querySelector(%(reads)s)
  const reading = new MutationObserver(() => {
    if (!isReadable()) return
    seen.readable = performance.now()
    reading.disconnect()
  })
  reading.observe(document, {childList: true, subtree: true})
  const isUseful = () => {
    if (!seen.readable) return false
    const content = document.querySelector('#content')
    const drawn = [...document.querySelectorAll('div[role=img]')].every(one => one.querySelector('svg'))
    return !content || drawn && !document.querySelector('[aria-busy=true], .ant-skeleton')
  }
  const look = () => {
    if (document.body && isUseful()) seen.useful = performance.now()
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
})()"""
IS_IDLE = "quiet => seen.useful && performance.now() - Math.max(seen.useful, seen.idle) > quiet"
# Bytes as they are sent, of the page itself and of what had come by a moment, without the chart library, which nothing
# waits for that can be read; questions that were sent by then.
TOLD = """() => {
  const page = performance.getEntriesByType('navigation')[0]
  const files = performance.getEntriesByType('resource')
  const painted = performance.getEntriesByName('first-contentful-paint')[0].startTime
  const asked = files.filter(one => new URL(one.name).pathname === '/graphql')
  const weigh = moment => files
    .filter(one => one.responseEnd <= moment && !one.name.includes('/echarts-'))
    .reduce((sum, one) => sum + one.encodedBodySize, page.encodedBodySize)
  return {
    files: files.filter(one => one.responseEnd <= seen.readable && !asked.includes(one)).length,
    requests: asked.filter(one => one.startTime <= seen.readable).length,
    all_requests: asked.filter(one => one.startTime <= seen.useful).length,
    first_weight: weigh(painted),
    weight: weigh(seen.readable),
    all_weight: weigh(seen.useful),
    painted,
    readable: seen.readable,
    interactive: Math.max(seen.useful, seen.idle),
  }
}"""


def watching(reads: str) -> str:
    """Return the script that watches a page from its start; `reads` selects what stands there when it can be read."""
    return _WATCH % {"reads": repr(reads)}
