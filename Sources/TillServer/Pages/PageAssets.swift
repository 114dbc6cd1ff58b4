/// What the pages load from here: one style sheet, and the script that waits for a payment.
enum PageAssets {
    static let styleSheet = """
        :root { color-scheme: light dark; --ink: #16202a; --muted: #5b6875; --line: #dfe4e8; --paper: #fff;
          --ground: #f5f7f8; --accent: #0b6b4f; --on-accent: #fff; }
        @media (prefers-color-scheme: dark) { :root { --ink: #eef2f4; --muted: #a3b0bb; --line: #33404b; --paper: #1b242c;
          --ground: #12181d; --accent: #4fc79d; --on-accent: #08241b; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
        main { max-width: 72rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
        h1 { font-size: 1.8rem; line-height: 1.2; margin: 0 0 1.5rem; }
        h2 { font-size: 1.2rem; margin: 0 0 .25rem; }
        .notice { margin: 0; padding: .5rem 1rem; text-align: center; background: #ffe9a8; color: #4a3800; font-size: .9rem; }
        .grid { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); }
        .card { position: relative; display: flex; flex-direction: column; padding: 1.5rem; background: var(--paper);
          border: 1px solid var(--line); border-radius: .75rem; }
        .card img { width: 100%; border-radius: .5rem; margin-bottom: 1rem; }
        .badge { position: absolute; top: -.7rem; right: 1rem; padding: .1rem .6rem; border-radius: 1rem; font-size: .8rem;
          background: var(--accent); color: var(--on-accent); }
        .details, .muted { color: var(--muted); margin: 0 0 .5rem; }
        .muted { font-size: .9rem; }
        .features { margin: 0 0 1rem; padding-left: 1.1rem; }
        .card form { margin-top: auto; padding-top: 1rem; border-top: 1px solid var(--line); }
        .card form + form { margin-top: 1rem; }
        .price { margin: 0 0 .5rem; font-size: 1.4rem; }
        .upsell { display: block; margin: .25rem 0; font-size: .9rem; }
        button { width: 100%; margin-top: .5rem; padding: .7rem 1rem; border: 0; border-radius: .5rem; font: inherit;
          font-weight: 600; background: var(--accent); color: var(--on-accent); cursor: pointer; }
        button:hover { filter: brightness(1.08); }
        button:focus-visible, a:focus-visible, input:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        a { color: var(--accent); }
        .pages { display: flex; gap: 1.5rem; justify-content: center; margin-top: 2rem; }
        .order { max-width: 34rem; margin: 2rem auto; }
        .order[data-status=paid] { border-color: var(--accent); border-width: 2px; }
        table { width: 100%; border-collapse: collapse; margin-bottom: 1rem; }
        td, th { padding: .5rem 0; text-align: left; border-bottom: 1px solid var(--line); font-weight: normal; }
        .amount { text-align: right; }

        """

    /// Asks for the status until it is no longer pending, less and less often, then shows the page anew.
    static let orderScript = """
        "use strict";
        (() => {
          const order = document.querySelector("[data-order]");
          if (!order) return;
          let wait = 500;
          const look = async () => {
            try {
              const answer = await fetch("/api/checkout/" + order.dataset.order, { cache: "no-store" });
              if (answer.ok && (await answer.json()).status !== order.dataset.status) return location.reload();
            } catch { /* the network is away: ask again later */ }
            wait = Math.min(wait * 1.3, 10000);
            setTimeout(look, wait);
          };
          setTimeout(look, wait);
        })();

        """
}
