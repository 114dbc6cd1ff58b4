/// The pages' HTML.
///
/// Every value is escaped where it stands.
enum PageTemplates {
    /// A page around a body.
    static func framed(_ body: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{title}}</title>
        <link rel="stylesheet" href="/assets/till.css">
        <link rel="icon" href="data:,">
        </head>
        <body>
        {{#isTest}}<p class="notice" role="note">Test mode: no real money moves.</p>{{/isTest}}
        <main>
        \(body)
        </main>
        </body>
        </html>

        """
    }

    static let pricing = """
        <h1>{{title}}</h1>
        {{#isEmpty}}<p>Nothing is for sale at the moment.</p>{{/isEmpty}}
        <div class="grid">
        {{#products}}
        <article class="card">
          {{#badge}}<span class="badge">{{badge}}</span>{{/badge}}
          {{#image}}<img src="{{image}}" alt="">{{/image}}
          <h2>{{name}}</h2>
          {{#details}}<p class="details">{{details}}</p>{{/details}}
          {{#duration}}<p class="muted">For {{duration}}</p>{{/duration}}
          <ul class="features">{{#features}}<li>{{text}}</li>{{/features}}</ul>
          {{#prices}}
          <form method="post" action="/api/checkout">
            <input type="hidden" name="key" value="{{key}}">
            <input type="hidden" name="item" value="{{item}}">
            {{#least}}<input type="hidden" name="quantity" value="{{least}}">{{/least}}
            {{#label}}<p class="muted">{{label}}</p>{{/label}}
            <p class="price"><strong>{{amount}}</strong>{{#interval}} <span class="muted">{{interval}}</span>{{/interval}}</p>
            {{#trial}}<p class="muted">{{trial}}</p>{{/trial}}
            {{#upsells}}
            <label class="upsell"><input type="checkbox" name="item" value="{{item}}"> Add {{name}} <span class="muted">+{{amount}}</span></label>
            {{/upsells}}
            {{#companions}}<p class="muted">With {{companions}}</p>{{/companions}}
            {{#least}}<p class="muted">At least {{least}}</p>{{/least}}
            {{^isUnsold}}<button type="submit" aria-label="Buy {{name}} for {{amount}}{{#interval}} {{interval}}{{/interval}}">Buy</button>{{/isUnsold}}
          </form>
          {{/prices}}
        </article>
        {{/products}}
        </div>
        <nav class="pages" aria-label="More products">
          {{#isLater}}<a href="/">First page</a>{{/isLater}}
          {{#next}}<a href="/?cursor={{next}}" rel="next">More products</a>{{/next}}
        </nav>
        """

    static let order = """
        <article class="card order" data-order="{{id}}" data-status="{{status}}">
          <h1 id="headline" role="status">{{headline}}</h1>
          <table>
            <tbody>{{#items}}<tr><td>{{quantity}} × {{name}}</td><td class="amount">{{amount}}</td></tr>{{/items}}</tbody>
            <tfoot><tr><th scope="row">Total{{#interval}} {{interval}}{{/interval}}</th><td class="amount"><strong>{{total}}</strong></td></tr></tfoot>
          </table>
          <p class="muted">Order {{id}}</p>
          {{#isPending}}
          <p class="muted">This page changes by itself as soon as the payment is confirmed.</p>
          <noscript><meta http-equiv="refresh" content="3"></noscript>
          <script src="/assets/order.js" defer></script>
          {{/isPending}}
          <p><a href="/">Back to all products</a></p>
        </article>
        """

    static let problem = """
        <article class="card order">
          <h1>{{title}}</h1>
          <p>{{message}}</p>
          {{#canRetry}}<p>Nothing was charged. Please try again in a moment.</p>{{/canRetry}}
          <p><a href="/">Back to all products</a></p>
        </article>
        """
}
