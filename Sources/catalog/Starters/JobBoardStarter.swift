extension Starter {
    static let jobBoardText = """
        # yaml-language-server: $schema=docs/products.schema.json

        # Everything your job board sells. Change it, then run `catalog validate`.
        version: 1
        defaults: { currency: USD, provider: stripe }

        products:
          # The key (job_posting) is how your code and your links name it: choose it once, then leave it.
          job_posting:
            name: Job posting
            description: Your job in front of every visitor for 30 days
            price: 99.00 USD # an exact amount and its currency
            duration: 30 days
            upsells: [email_blast, priority_listing] # offered beside it
            badge: Popular

          # Extras. One line is enough for something simple.
          email_blast: { name: Email blast, description: To all subscribers, price: 49.00 USD }
          priority_listing: { name: Priority listing, description: Stays at the top, price: 29.00 USD }

          # A subscription with two prices: the first is the default.
          employer:
            name: Employer account
            description: Search all candidates, with seats for your team
            features: [candidate_search, { seats: 3 }]
            prices:
              monthly: { price: 79.00 USD, every: month, trial: 14 days }
              yearly: { price: 790.00 USD, every: year }

        coupons:
          # Buyers type LAUNCH20 at the checkout.
          LAUNCH20: { percent_off: 20, products: [job_posting], max_redemptions: 100 }

        """
}
