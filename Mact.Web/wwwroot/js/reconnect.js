// Starts the circuit, and brings the page back by itself when its server was away or was started anew.
(() => {
  const modal = document.getElementById('components-reconnect-modal');
  const failure = document.getElementById('blazor-error-ui');
  const firstTry = 250;
  const soon = 1000;
  const later = 5000;
  const soonTries = 120;
  const startLimit = 30000;
  const mostReturns = 3;
  const key = 'mact-returns';
  const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));
  let returning = false;

  const returns = (() => {
    let without = 0;
    return {
      get count() {
        try {
          return Number(sessionStorage.getItem(key)) || 0;
        } catch {
          return without;
        }
      },
      set count(value) {
        without = value;
        try {
          sessionStorage.setItem(key, String(value));
        } catch {
          // Without storage the count lasts as long as the page.
        }
      },
    };
  })();

  // Any reply but a server's own failure will do: a proxy may keep the probe itself from us.
  async function answers() {
    try {
      return (await fetch(new URL('alive', document.baseURI), { cache: 'no-store' })).status < 500;
    } catch {
      return false;
    }
  }

  // Twice in a row, since a server that stops may still answer once; a page that is loaded too early would end as the browser's own error page.
  async function comeBack() {
    if (returning) {
      return;
    }
    returning = true;
    modal.classList.add('returning');
    for (let good = 0; good < 2;) {
      await pause(firstTry * 2);
      good = await answers() ? good + 1 : 0;
    }
    location.reload();
  }

  modal.addEventListener('components-reconnect-state-changed', event => {
    if (event.detail.state === 'hide') {
      // The circuit goes on: what the attempts to reach it left behind is over.
      failure.style.display = 'none';
    }
    if (['rejected', 'failed', 'resume-failed'].includes(event.detail.state)) {
      comeBack();
    }
  });

  let opened = false;
  const onCircuitOpened = () => {
    opened = true;
    returns.count = 0;
  };

  // A server that goes away between the page and its circuit leaves a page that only looks alive. It is loaded again, but not for ever: where
  // something on the way forbids the connection, that would not help.
  const notOpened = () => {
    if (opened || returning) {
      return;
    }
    if (returns.count < mostReturns) {
      returns.count += 1;
      comeBack();
    } else {
      modal.classList.add('components-reconnect-failed');
    }
  };
  window.addEventListener('unhandledrejection', notOpened);
  new MutationObserver(notOpened).observe(failure, { attributes: true, attributeFilter: ['style'] });
  setTimeout(notOpened, startLimit);

  Blazor.start({
    circuit: {
      circuitHandlers: [{ onCircuitOpened }],
      reconnectionOptions: {
        maxRetries: Number.MAX_SAFE_INTEGER,
        retryIntervalMilliseconds: tries => tries === 0 ? firstTry : tries < soonTries ? soon : later,
      },
    },
  });
})();
