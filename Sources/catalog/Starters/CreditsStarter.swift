extension Starter {
    static let creditsText = """
        # yaml-language-server: $schema=docs/products.schema.json

        # Credits that customers buy and use up. Change this, then run `catalog validate`.
        version: 1
        defaults: { currency: USD, provider: stripe }

        # The kinds of credit there are.
        credits:
          ai: AI credits

        products:
          # Packs are bought once. The larger, the cheaper each credit.
          pack_small: { name: 100 credits, price: 5.00 USD, credits: { ai: 100 } }
          pack_medium: { name: 500 credits, price: 20.00 USD, credits: { ai: 500 }, badge: Popular }
          pack_large: { name: 2000 credits, price: 60.00 USD, credits: { ai: 2000 } }

          # A subscription grants its credits at each renewal; these are gone after two months.
          creator:
            name: Creator
            description: 1000 credits each month
            credits: { ai: { amount: 1000, lasts: 2 months } }
            prices:
              monthly: { price: 25.00 USD, every: month }
              yearly: { price: 250.00 USD, every: year }

        coupons:
          # A first pack for less.
          FIRSTPACK: { amount_off: 2.00 USD, products: [pack_small, pack_medium], first_purchase: true }

        """
}
