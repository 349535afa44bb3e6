// Everything shown comes from processes, models and tables: it is only ever set as text, never as markup.
const view = document.getElementById('view');
const status = document.getElementById('status');
const period = 1000;
let timer = 0;

// Rows are made anew every second; not between the two halves of a click, and not under a text that is being marked.
let pressed = false;
for (const [event, value] of [['pointerdown', true], ['pointerup', false], ['pointercancel', false]]) window.addEventListener(event, () => { pressed = value; }, true);
const resting = () => !pressed && getSelection().isCollapsed;

function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

const row = (tag, cells) => make('tr', {}, ...cells.map(cell => cell instanceof Node && /^T[DH]$/.test(cell.nodeName) ? cell : make(tag, {}, cell ?? '')));
const head = text => make('th', { className: 'number' }, text);
const number = text => make('td', { className: 'number' }, String(text));
const count = value => Number(value).toLocaleString('en-US');
const tone = word => ({ running: 'good', Healthy: 'good', failed: 'bad', Unhealthy: 'bad', stopped: 'soft' }[word] ?? 'warn');

// In the words of the run page, so that the two can be compared; short spans get a digit more.
function duration(ms) {
  if (ms < 9.95) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${ms.toFixed(0)} ms`;
  if (ms < 59950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

async function get(path) {
  const response = await fetch(path);
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

// Shows at once and then again every second, but not while the tab is hidden. A view that was left stops by itself.
function repeat(show) {
  const mine = ++timer;
  const turn = async () => {
    if (mine !== timer) return;
    try {
      if (!document.hidden) await show(() => mine === timer);
      status.textContent = '';
    } catch (error) {
      status.textContent = error instanceof TypeError ? 'The AppHost does not answer; is it still running?' : error.message;
    }
    setTimeout(turn, period);
  };
  turn();
}

async function command(name, verb, button) {
  button.disabled = true;
  const response = await fetch(`/api/resources/${encodeURIComponent(name)}/${verb}`, { method: 'POST', headers: { 'X-Mact-Dashboard': '1' } });
  if (!response.ok) status.textContent = await response.text();
}

function showResources() {
  const body = make('tbody');
  const open = new Set();
  view.replaceChildren(
    make('table', {}, make('thead', {}, row('th', ['Name', 'State', 'Health', head('Restarts'), head('Process'), 'Endpoint', 'Commands', 'Environment'])), body));
  repeat(async current => {
    const resources = await get('/api/resources');
    if (!current() || !resting()) return;
    const focus = document.activeElement?.dataset?.key;
    body.replaceChildren(...resources.flatMap(resource => resourceRows(resource, open)));
    if (focus) body.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus();
  });
}

// A row, and one more across the table for its environment while that is open.
function resourceRows(resource, open) {
  const stopped = resource.state === 'stopped';
  const button = (verb, enabled) => {
    const element = make('button', { disabled: !enabled, title: `${verb} ${resource.name}`, onclick: event => command(resource.name, verb, event.target) }, verb);
    element.dataset.key = `${resource.name}/${verb}`;
    return element;
  };
  const variables = make('tr', { hidden: !open.has(resource.name) }, make('td', { colSpan: 8 },
    make('dl', {}, ...resource.environment.flatMap(item => [make('dt', {}, item.name), make('dd', {}, make('code', {}, item.value))]))));
  const toggle = make('button', {
    className: 'plain',
    'aria-expanded': String(open.has(resource.name)),
    onclick: () => {
      if (!open.delete(resource.name)) open.add(resource.name);
      variables.hidden = !open.has(resource.name);
      toggle.setAttribute('aria-expanded', String(!variables.hidden));
    },
  }, `${resource.environment.length} variables`);
  toggle.dataset.key = resource.name;
  return [row('td', [
    make('a', { href: `#/logs/${encodeURIComponent(resource.name)}` }, resource.name),
    make('span', { className: tone(resource.state) }, resource.state),
    make('div', {}, make('span', { className: tone(resource.health) }, resource.health ?? '–'),
      ...resource.checks.filter(check => check.description).map(check => make('div', { className: 'soft' }, `${check.name}: ${check.description}`))),
    number(resource.restarts),
    number(resource.processId ?? '–'),
    make('a', { href: resource.endpoint, rel: 'noreferrer' }, resource.endpoint),
    make('td', { className: 'commands' }, button('start', stopped), button('stop', !stopped), button('restart', !stopped)),
    toggle,
  ]), variables];
}

async function showLogs(name) {
  const resources = await get('/api/resources');
  name ||= resources[0]?.name;
  const select = make('select', { 'aria-label': 'Resource', onchange: () => { location.hash = `#/logs/${encodeURIComponent(select.value)}`; } },
    ...resources.map(resource => make('option', { selected: resource.name === name }, resource.name)));
  const search = make('input', { type: 'search', placeholder: 'Search in the lines', 'aria-label': 'Search in the lines' });
  const follow = make('input', { type: 'checkbox', checked: true });
  const dropped = make('span', { className: 'soft' });
  const lines = make('div', { className: 'log', tabIndex: 0, role: 'log', 'aria-label': `Lines of ${name}` });
  view.replaceChildren(make('div', { className: 'tools' }, select, search, make('label', {}, follow, ' follow'), dropped), lines);
  let last = 0;
  let asked = '';
  repeat(async current => {
    const query = search.value;
    if (query !== asked) { last = 0; asked = query; lines.replaceChildren(); }
    const page = await get(`/api/logs/${encodeURIComponent(name)}?after=${last}&q=${encodeURIComponent(query)}`);
    if (!current()) return;
    last = page.last;
    dropped.textContent = page.dropped ? `${page.dropped} older lines are no longer kept` : '';
    lines.append(...page.lines.map(line => make('div', {}, make('time', { dateTime: line.time }, new Date(line.time).toLocaleTimeString()), line.text)));
    while (lines.childElementCount > 4000) lines.firstChild.remove();
    if (follow.checked && page.lines.length) lines.scrollTop = lines.scrollHeight;
  });
}

function showTraces() {
  const search = make('input', { type: 'search', placeholder: 'Name, service, trace or question id', 'aria-label': 'Search the traces' });
  const all = make('input', { type: 'checkbox' });
  const body = make('tbody');
  const none = make('p', { className: 'soft' });
  const heads = ['Start', 'Trace', 'Processes', ...['Duration', 'Spans', 'Errors', 'Model calls', 'Tokens in', 'Tokens out'].map(head)];
  view.replaceChildren(make('div', { className: 'tools' }, search, make('label', {}, all, ' also traces without a model call')),
    make('table', {}, make('thead', {}, row('th', heads)), body), none);
  repeat(async current => {
    const traces = await get(`/api/traces?all=${all.checked}&q=${encodeURIComponent(search.value)}`);
    if (!current() || !resting()) return;
    none.textContent = traces.length ? '' : 'No trace yet. Ask a question on the page; its trace is here a second after its end.';
    const focus = document.activeElement?.hash;
    body.replaceChildren(...traces.map(trace => row('td', [
      new Date(trace.start).toLocaleTimeString(),
      make('a', { href: `#/traces/${trace.id}` }, trace.questionId ? `${trace.name} · ${trace.questionId}` : trace.name),
      trace.services.join(', '),
      number(duration(trace.durationMs)), number(count(trace.spans)),
      make('td', { className: trace.errors ? 'number bad' : 'number' }, count(trace.errors)),
      number(count(trace.modelCalls)), number(count(trace.inputTokens)), number(count(trace.outputTokens)),
    ])));
    if (focus) body.querySelector(`a[href="${CSS.escape(focus)}"]`)?.focus();
  });
}

async function showTrace(id) {
  timer++;
  const [trace, resources] = await Promise.all([get(`/api/traces/${encodeURIComponent(id)}`), get('/api/resources')]);
  if (!trace) {
    view.replaceChildren(make('p', {}, 'This trace is not kept any more.'));
    return;
  }
  const { summary } = trace;
  const detail = make('section', { 'aria-live': 'polite', 'aria-label': 'The chosen span', tabIndex: -1 });
  const show = item => {
    detail.replaceChildren(spanDetail(item.span, item.durationMs));
    detail.scrollIntoView({ block: 'nearest' });
  };
  const page = resources.find(resource => resource.name === 'web')?.endpoint;
  const calls = trace.rows.filter(item => isModelCall(item.span));
  const total = Math.max(summary.durationMs, 0.001);
  view.replaceChildren(
    make('div', { className: 'tools' },
      make('a', { href: '#/traces' }, 'All traces'),
      make('button', { onclick: () => showTrace(id) }, 'Refresh'),
      page && summary.questionId ? make('a', { href: `${page}questions/${encodeURIComponent(summary.questionId)}/trace`, rel: 'noreferrer' }, 'Run page of this question') : null),
    make('h2', {}, `${summary.name}: ${duration(summary.durationMs)}, ${count(summary.modelCalls)} model calls, ${count(summary.inputTokens)} tokens in, ${count(summary.outputTokens)} out`),
    make('p', { className: 'soft' }, `Trace ${summary.id}${summary.questionId ? `, question ${summary.questionId}` : ''}${trace.dropped ? `, ${trace.dropped} spans beyond the bound are not kept` : ''}`),
    ...(calls.length ? [callTable(calls, new Map(trace.rows.map(item => [item.span.spanId, item.span.name])), show)] : []),
    make('h3', {}, 'Spans'),
    make('table', { className: 'waterfall' }, make('thead', {}, row('th', ['Span', 'Process', head('Duration'), 'When'])),
      make('tbody', {}, ...trace.rows.map(item => spanRow(item, total, show)))),
    detail);
}

const attribute = (span, name) => span.attributes[name];
const isModelCall = span => attribute(span, 'gen_ai.operation.name') === 'chat';
const tokens = (span, name) => {
  const value = attribute(span, `gen_ai.usage.${name}`);
  return number(value === undefined ? '–' : count(value));
};

// "stop, stop, length" as "2 × stop, length".
function endings(span) {
  const reasons = new Map();
  for (const reason of (attribute(span, 'gen_ai.response.finish_reasons') ?? '').split(', ')) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return [...reasons].map(([reason, times]) => times > 1 ? `${times} × ${reason}` : reason).join(', ');
}

function callTable(calls, names, show) {
  const heads = ['Call', 'Model', ...['Samples', 'Latency', 'Tokens in', 'cached', 'Tokens out'].map(head), 'Ended'];
  return make('section', {}, make('h3', {}, 'Model calls'), make('table', { className: 'calls' },
    make('thead', {}, row('th', heads)),
    make('tbody', {}, ...calls.map((item, index) => row('td', [
      chooser(`${index + 1} · ${names.get(item.span.parentSpanId) ?? item.span.name}`, item, show),
      attribute(item.span, 'gen_ai.response.model') ?? attribute(item.span, 'gen_ai.request.model'),
      number(attribute(item.span, 'gen_ai.request.choice.count') ?? 1),
      number(duration(item.durationMs)),
      tokens(item.span, 'input_tokens'), tokens(item.span, 'cache_read.input_tokens'), tokens(item.span, 'output_tokens'),
      item.span.isError ? make('span', { className: 'bad' }, item.span.statusMessage ?? 'error') : endings(item.span),
    ])))));
}

const chooser = (text, item, show) => make('button', { className: 'plain', title: 'Show its attributes and messages', onclick: () => show(item) }, text);

function spanRow(item, total, show) {
  const { depth, offsetMs, durationMs, span } = item;
  const name = make('td', { className: 'name' }, make('span', { className: 'indent' }, '\u2003'.repeat(Math.min(depth, 20))), chooser(span.name, item, show));
  const bar = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  bar.setAttribute('role', 'img');
  bar.setAttribute('aria-label', `from ${duration(offsetMs)} to ${duration(offsetMs + durationMs)}`);
  const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  const width = Math.max(100 * durationMs / total, 0.3);
  rect.setAttribute('x', `${Math.min(100 * offsetMs / total, 100 - width)}%`);
  rect.setAttribute('width', `${width}%`);
  rect.setAttribute('height', '12');
  rect.setAttribute('class', span.isError ? 'failed' : isModelCall(span) ? 'model' : 'other');
  bar.append(rect);
  return row('td', [name, span.service, number(duration(durationMs)), make('td', { className: 'track' }, bar)]);
}

const messageAttributes = ['gen_ai.input.messages', 'gen_ai.output.messages'];

function spanDetail(span, durationMs) {
  const entries = Object.entries(span.attributes).filter(([name]) => !messageAttributes.includes(name)).sort();
  const facts = [['duration', duration(durationMs)], ['process', span.instance ?? span.service], ['kind', span.kind], ['span id', span.spanId], ...entries];
  if (span.isError) facts.unshift(['error', span.statusMessage ?? 'yes']);
  return make('div', { className: 'span' }, make('h2', {}, span.name),
    make('dl', {}, ...facts.flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, value)])),
    ...(isModelCall(span) ? messageAttributes.map(name => messages(name, attribute(span, name))) : []));
}

function messages(name, text) {
  const title = name === 'gen_ai.input.messages' ? 'Prompt' : 'Completions, all choices';
  if (text === undefined) {
    return make('p', { className: 'soft' }, `${title}: not captured. The run page has them; for spans, start with OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true.`);
  }
  let list;
  try {
    list = JSON.parse(text);
  } catch {
    list = [{ role: 'shortened', parts: [{ type: 'text', content: text }] }];
  }
  return make('details', { open: true }, make('summary', {}, `${title} (${list.length})`), ...list.map((message, index) =>
    make('div', { className: 'message' }, make('strong', {}, `${index + 1} · ${message.role}`),
      message.finish_reason ? ` · ${message.finish_reason}` : null,
      ...(message.parts ?? []).map(part => make('pre', {}, part.type === 'text' ? part.content : `[${part.type}] ${part.content ?? ''}`)))));
}

function route() {
  const [section = 'resources', argument = ''] = location.hash.replace(/^#\//, '').split('/').map(decodeURIComponent);
  for (const link of document.querySelectorAll('nav a')) {
    if (link.hash === `#/${section || 'resources'}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  timer++;
  const shown = section === 'logs' ? showLogs(argument) : section === 'traces' ? (argument ? showTrace(argument) : showTraces()) : showResources();
  Promise.resolve(shown).catch(error => { status.textContent = error.message; });
}

window.addEventListener('hashchange', () => { route(); view.focus(); });
route();
