/// The pages a buyer sees, as Mustache text.
///
/// Nothing on them needs a script or anything from elsewhere.
enum CheckoutTemplate {
    /// The payment page, and what it becomes when there is nothing left to pay.
    static let text = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>{{title}} (sandbox)</title>
        <style>
        :root { color-scheme: light dark; --ink: #1a2233; --soft: #55607a; --paper: #fff; --ground: #f3f5f9;
          --line: #8a94ab; --act: #3b3fd1; --on-act: #fff; --warn: #a3161f; --warn-ground: #fdecee; }
        @media (prefers-color-scheme: dark) { :root { --ink: #eef1f8; --soft: #b3bcd0; --paper: #1b2130;
          --ground: #10141d; --line: #7c879f; --act: #a9acff; --on-act: #10141d; --warn: #ffb3b8;
          --warn-ground: #3d1519; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
        .banner { margin: 0; padding: .6rem 1rem; background: #ffd75e; color: #2b2100; text-align: center;
          font-weight: 600; }
        main { max-width: 30rem; margin: 2rem auto; padding: 1.5rem; background: var(--paper);
          border-radius: .75rem; }
        h1 { margin: 0 0 1rem; font-size: 1.5rem; }
        table { width: 100%; border-collapse: collapse; margin-bottom: 1.5rem; }
        caption { text-align: left; color: var(--soft); }
        th, td { padding: .5rem 0; text-align: left; font-weight: 400; vertical-align: top; }
        td { text-align: right; white-space: nowrap; padding-left: 1rem; }
        tfoot th, tfoot td { border-top: 1px solid var(--line); font-weight: 700; }
        small { display: block; color: var(--soft); }
        label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
        input { width: 100%; padding: .6rem; font: inherit; color: inherit; background: var(--paper);
          border: 1px solid var(--line); border-radius: .4rem; }
        button { width: 100%; margin-top: 1rem; padding: .75rem; font: inherit; font-weight: 600; cursor: pointer;
          border: 1px solid var(--act); border-radius: .4rem; background: var(--act); color: var(--on-act); }
        button.plain { background: transparent; color: var(--act); }
        a { color: var(--act); }
        :focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
        [role=alert] { padding: .75rem; border-radius: .4rem; background: var(--warn-ground); color: var(--warn);
          font-weight: 600; }
        .away { text-align: center; margin: 1.25rem 0 0; }
        </style>
        </head>
        <body>
        <p class="banner">Sandbox — no real money</p>
        <main>
        <h1>{{title}}</h1>
        {{#alert}}<p role="alert">{{.}}</p>{{/alert}}
        {{#notice}}<p>{{.}}</p>{{/notice}}
        {{#order}}
        <table>
        <caption>Your order</caption>
        <tbody>
        {{#lines}}
        <tr><th scope="row">{{name}}<small>{{detail}}</small></th><td>{{amount}}</td></tr>
        {{/lines}}
        </tbody>
        <tfoot><tr><th scope="row">Total due now</th><td>{{total}}</td></tr></tfoot>
        </table>
        {{/order}}
        {{#form}}
        <form method="post">
        <label for="email">E-mail</label>
        <input id="email" name="email" type="email" autocomplete="email" required
          value="{{email}}"{{#emailIsFixed}} readonly{{/emailIsFixed}}>
        <label for="card">Card number</label>
        <input id="card" name="card" inputmode="numeric" autocomplete="off" required
          value="4242 4242 4242 4242" aria-describedby="card-note">
        <small id="card-note">4242 4242 4242 4242 is accepted; 4000 0000 0000 0002 is declined.</small>
        <button name="outcome" value="pay">{{action}}</button>
        {{#canDecline}}
        <button class="plain" name="outcome" value="decline">Decline this card</button>
        <button class="plain" name="outcome" value="processing">Pay with a method that takes days</button>
        {{/canDecline}}
        </form>
        {{/form}}
        {{#away}}<p class="away"><a href="{{url}}">{{text}}</a></p>{{/away}}
        </main>
        </body>
        </html>
        """
}
