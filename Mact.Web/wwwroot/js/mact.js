// The little that a circuit cannot do: uploads past its message limit, the clipboard, clocks that tick without traffic.
(() => {
  const uploadPath = '/upload/tables';
  const uploadHeader = 'X-Mact-Upload';
  const drops = new WeakMap();
  let activeDrop = null;

  async function send(zone, circuit, blob, fileName, tableName) {
    const most = Number(zone.dataset.maxBytes);
    if (blob.size === 0) {
      await circuit.invokeMethodAsync('Refused', 'empty', fileName, 0);
      return;
    }
    if (blob.size > most) {
      await circuit.invokeMethodAsync('Refused', 'tooLarge', fileName, blob.size);
      return;
    }
    await circuit.invokeMethodAsync('Started', fileName, blob.size);
    let reply;
    try {
      reply = await post(blob, fileName, tableName, {});
    } catch {
      await circuit.invokeMethodAsync('Refused', 'notSent', fileName, blob.size);
      return;
    }
    const key = reply.problem ? null : await keepSource({ blob, fileName, told: reply.tables }).catch(() => null);
    await circuit.invokeMethodAsync('Finished', { ...reply, source: fileName, key });
  }

  // What was sent, since a person may have it read in another way, and what was told of it: both outlive a reload, as long as the draft names
  // them and a day at most.
  const day = 24 * 60 * 60 * 1000;
  const settled = request => new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  async function inSources(use) {
    const opening = indexedDB.open('mact', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('sources');
    const base = await settled(opening);
    try {
      return await settled(use(base.transaction('sources', 'readwrite').objectStore('sources')));
    } finally {
      base.close();
    }
  }
  async function keepSource(source) {
    const key = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
    await inSources(store => {
      store.delete(IDBKeyRange.upperBound(String(Date.now() - day)));
      return store.put(source, key);
    });
    return key;
  }

  async function post(blob, fileName, tableName, fields) {
    const form = new FormData();
    form.append('file', blob, fileName);
    form.append('name', tableName);
    for (const [name, value] of Object.entries(fields)) {
      form.append(name, value);
    }
    const response = await fetch(uploadPath, { method: 'POST', body: form, headers: { [uploadHeader]: '1' }, credentials: 'same-origin' });
    return response.json();
  }

  const findSource = key => inSources(store => store.get(key)).catch(() => null);

  async function readAgain(key, tableName, fields) {
    const source = await findSource(key);
    const reply = source ? await post(source.blob, source.fileName, tableName, fields).catch(() => null) : null;
    if (reply?.tables) {
      source.told = [...reply.tables, ...source.told ?? []];
      await inSources(store => store.put(source, key)).catch(() => null);
    }
    return reply;
  }

  // What an upload said of a table: the server says it once.
  const told = async (key, id) => (await findSource(key))?.told?.find(table => table.id === id) ?? null;

  const baseName = name => name.replace(/\.[^.]+$/, '').replace(/\s+/g, '_') || 'table';

  // What is said of one of several files stays until others are sent.
  async function sendFiles(zone, circuit, files, folders = []) {
    await circuit.invokeMethodAsync('Began');
    for (const folder of folders) {
      await circuit.invokeMethodAsync('Refused', 'folder', folder, 0);
    }
    for (const file of files) {
      await send(zone, circuit, file, file.name, baseName(file.name));
    }
  }

  async function sendText(zone, circuit, text) {
    await circuit.invokeMethodAsync('Began');
    await send(zone, circuit, new Blob([text], { type: 'text/plain' }), 'pasted.txt', 'pasted');
  }

  const looksLikeTable = text => /[\t\n]/.test(text.trim());

  // A field for files takes them itself.
  const hasFiles = event => event.dataTransfer?.types.includes('Files') && !event.target.closest?.('input[type=file]');

  function watchDrop(zone, circuit) {
    const stop = new AbortController();
    const on = (target, name, handler) => target.addEventListener(name, handler, { signal: stop.signal });
    // Files are taken wherever on the page they are dropped; text only in the zone, and not in its field, which takes text itself.
    const takes = event => hasFiles(event) || (zone.contains(event.target) && !event.target.closest('textarea'));
    on(window, 'dragover', event => {
      zone.classList.toggle('over', takes(event));
      if (takes(event)) {
        event.preventDefault();
      }
    });
    on(window, 'dragleave', event => {
      if (!event.relatedTarget) {
        zone.classList.remove('over');
      }
    });
    on(window, 'drop', event => {
      zone.classList.remove('over');
      if (!takes(event)) {
        return;
      }
      event.preventDefault();
      const isFolder = item => item.webkitGetAsEntry?.()?.isDirectory;
      const items = [...event.dataTransfer.items].filter(item => item.kind === 'file');
      const files = items.filter(item => !isFolder(item)).map(item => item.getAsFile()).filter(Boolean);
      const folders = items.filter(isFolder).map(item => item.webkitGetAsEntry().name);
      const text = event.dataTransfer.getData('text/plain');
      if (files.length + folders.length > 0) {
        sendFiles(zone, circuit, files, folders);
      } else if (text) {
        sendText(zone, circuit, text);
      }
    });
    on(zone.querySelector('input[type=file]'), 'change', event => {
      sendFiles(zone, circuit, [...event.target.files]).then(() => {
        event.target.value = '';
      });
    });
    const area = zone.querySelector('textarea');
    on(zone.querySelector('[data-mact-add-text]'), 'click', () => {
      if (area.value.trim()) {
        sendText(zone, circuit, area.value).then(() => {
          area.value = '';
        });
      } else {
        area.focus();
      }
    });
    on(document, 'paste', event => {
      const inField = event.target instanceof Element && event.target.closest('input, textarea') && event.target !== area;
      const files = [...event.clipboardData.files];
      const text = event.clipboardData.getData('text/plain');
      if (inField || (event.target === area && area.value)) {
        return;
      }
      if (text && looksLikeTable(text)) {
        event.preventDefault();
        sendText(zone, circuit, text);
      } else if (files.length > 0) {
        event.preventDefault();
        sendFiles(zone, circuit, files);
      }
    });
    drops.set(zone, stop);
    activeDrop = zone;
    zone.dataset.ready = 'true';
  }

  function forgetDrop(zone) {
    drops.get(zone)?.abort();
    if (activeDrop === zone) {
      activeDrop = null;
    }
  }

  // Where no table is taken, a file that is dropped must not replace the page.
  for (const name of ['dragover', 'drop']) {
    window.addEventListener(name, event => {
      if (!activeDrop && hasFiles(event)) {
        event.preventDefault();
        event.dataTransfer.dropEffect = 'none';
      }
    });
  }

  const grids = new WeakMap();
  const margin = 12;

  // Of a long table the circuit draws the rows around those in sight; it is told when the reader comes near their end.
  function watchRows(scroll, circuit, rowHeight) {
    const stop = new AbortController();
    let [start, count] = [0, scroll.querySelectorAll('tbody tr:not(.spacer)').length];
    let asking = false;
    const seen = () => Math.floor(scroll.scrollTop / rowHeight);
    const near = () => {
      const last = seen() + Math.ceil(scroll.clientHeight / rowHeight);
      return (start > 0 && seen() - margin < start) || (scroll.querySelector('tbody tr.spacer:last-child') && last + margin > start + count);
    };
    scroll.addEventListener('scroll', async () => {
      if (asking) {
        return;
      }
      asking = true;
      try {
        for (let asked = -1; near() && asked !== seen() && !stop.signal.aborted;) {
          asked = seen();
          [start, count] = await circuit.invokeMethodAsync('ShowRows', asked);
        }
      } finally {
        asking = false;
      }
    }, { signal: stop.signal, passive: true });
    grids.set(scroll, stop);
  }

  const forgetRows = scroll => grids.get(scroll)?.abort();

  async function copy(button) {
    const label = button.querySelector('[data-mact-copy-label]');
    if (!label) {
      return;
    }
    button.dataset.mactCopyBefore ??= label.textContent;
    try {
      await navigator.clipboard.writeText(button.dataset.mactCopy);
      label.textContent = button.dataset.mactCopied;
    } catch {
      label.textContent = button.dataset.mactNotCopied;
    }
    setTimeout(() => {
      label.textContent = button.dataset.mactCopyBefore;
    }, 1500);
  }

  const openDialog = dialog => {
    if (!dialog.open) {
      dialog.showModal();
    }
  };

  document.addEventListener('click', event => {
    const target = event.target instanceof Element ? event.target : null;
    const copyButton = target?.closest('[data-mact-copy]');
    if (copyButton) {
      copy(copyButton);
    }
    target?.closest('[data-mact-close]')?.closest('dialog')?.close();
    if (target?.closest('[data-mact-reload]')) {
      location.reload();
    }
    if (target?.closest('[data-mact-skip]')) {
      event.preventDefault();
      document.getElementById('main')?.focus();
    }
  });

  document.addEventListener('keydown', event => {
    const field = event.target instanceof Element ? event.target.closest('[data-mact-submit]') : null;
    if (field && event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      field.dispatchEvent(new Event('change', { bubbles: true }));
      document.getElementById(field.dataset.mactSubmit)?.click();
    }
  });

  function tick() {
    for (const element of document.querySelectorAll('[data-mact-since]')) {
      const seconds = Math.max(0, Math.round((Date.now() - Date.parse(element.dataset.mactSince)) / 1000));
      const two = value => String(value).padStart(2, '0');
      const minutes = Math.floor(seconds / 60);
      const [s, min, h] = document.documentElement.lang === 'ko' ? ['초', '분', '시간'] : [' s', ' min', ' h'];
      const text = seconds < 60 ? seconds + s : minutes < 60 ? `${minutes}${min} ${two(seconds % 60)}${s}` : `${Math.floor(minutes / 60)}${h} ${two(minutes % 60)}${min}`;
      if (element.textContent !== text) {
        element.textContent = text;
      }
    }
  }
  // Times of the reader's own zone, in the language of the page.
  const inOwnZone = time => new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time));
  function showTimes() {
    for (const element of document.querySelectorAll('[data-mact-time]')) {
      const time = element.dateTime ?? element.dataset.mactAt;
      const full = inOwnZone(time);
      const text = element.dataset.mactTime === 'seconds' ? new Date(time).toLocaleTimeString(document.documentElement.lang) : full;
      if (element.firstChild && element.firstChild.data !== text) {
        element.firstChild.data = (element.dataset.mactBefore ?? '') + text;
      }
      element.title = full;
    }
    for (const element of document.querySelectorAll('time[data-mact-time-title]')) {
      element.title = inOwnZone(element.dateTime);
    }
  }

  // What was entered on the start page lasts as long as the tab: over a reload, a change of language and a restart of the server.
  const draftKey = 'mact-draft';
  const keep = (key, text) => {
    try {
      sessionStorage.setItem(key, text);
    } catch {
      // Without storage it lasts as long as the page.
    }
  };
  const kept = key => {
    try {
      return sessionStorage.getItem(key);
    } catch {
      return null;
    }
  };
  document.addEventListener('input', event => {
    const key = event.target instanceof Element ? event.target.getAttribute('data-mact-keep') : null;
    if (key) {
      keep(`${draftKey}-${key}`, event.target.value);
    }
  });
  const keysOf = draft => {
    const { tables, workbooks } = JSON.parse(draft || '{"tables":[]}');
    return [...tables, ...(workbooks ?? []).flatMap(book => book.sheets)].map(table => table.key).filter(Boolean);
  };
  const keepDraft = (draft, question, context) => {
    const named = keysOf(draft);
    for (const key of keysOf(kept(draftKey)).filter(key => !named.includes(key))) {
      inSources(store => store.delete(key)).catch(() => null);
    }
    keep(draftKey, draft);
    keep(`${draftKey}-question`, question);
    keep(`${draftKey}-context`, context);
  };
  const keptDraft = () => [kept(draftKey), kept(`${draftKey}-question`), kept(`${draftKey}-context`)];

  let lastFocused = null;
  document.addEventListener('focusin', event => {
    lastFocused = event.target;
  });

  // Whoever has gone somewhere before the circuit opens is there still, though everything was drawn anew; a page that is come to from another
  // begins at its heading.
  const arrive = (selector, isFirst) => {
    const before = isFirst && lastFocused && (lastFocused.isConnected ? lastFocused : document.getElementById(lastFocused.id));
    const element = before || document.querySelector(selector);
    if (!before) {
      element?.setAttribute('tabindex', '-1');
    }
    element?.focus();
  };

  // A control that is switched off while it works loses the focus; it has it back when it is switched on again.
  let waiting = null;
  new MutationObserver(changes => {
    for (const { target } of changes) {
      if (target.disabled && target === lastFocused) {
        waiting = target;
      } else if (!target.disabled && target === waiting) {
        waiting = null;
        if (!document.activeElement || document.activeElement === document.body) {
          target.focus();
        }
      }
    }
  }).observe(document.documentElement, { subtree: true, attributeFilter: ['disabled'] });

  const show = id => {
    const element = document.getElementById(id);
    element?.scrollIntoView({ block: 'nearest' });
    element?.focus({ preventScroll: true });
  };

  tick();
  showTimes();
  setInterval(tick, 250);
  setInterval(showTimes, 250);

  window.mact = { watchDrop, forgetDrop, readAgain, told, watchRows, forgetRows, openDialog, keepDraft, keptDraft, arrive, show };
})();
