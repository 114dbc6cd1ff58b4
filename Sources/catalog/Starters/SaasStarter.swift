extension Starter {
    static let saasText = """
        # yaml-language-server: $schema=docs/products.schema.json

        # The plans of your service. Change them, then run `catalog validate`.
        version: 1
        defaults: { currency: USD, provider: stripe }

        # What plans give. Products below may name only these, so a misspelled one is found.
        features:
          projects: { name: Projects, limit: project }
          search: Search everywhere
          priority_support: Priority support

        # A customer has one plan of this group at a time, and the free one without choosing.
        groups:
          plans: { name: Plans, products: [free, pro, team], default: free }

        products:
          free:
            name: Free
            description: For trying it out
            price: free
            features: [{ projects: 1 }]

          pro:
            name: Pro
            description: For one person with many projects
            features: [{ projects: 20 }, search]
            prices: # the first is the default
              monthly: { price: 19.00 USD, every: month, trial: 14 days }
              yearly: { price: 190.00 USD, every: year, trial: 14 days }
            badge: Popular

          # Paid for each seat: 2 at least, 500 at most.
          team:
            name: Team
            description: For everyone you work with
            features: [{ projects: unlimited }, search, priority_support]
            prices:
              monthly: { price: 15.00 USD, every: month, per: seat, quantity: { min: 2, max: 500 } }
              yearly: { price: 150.00 USD, every: year, per: seat, quantity: { min: 2, max: 500 } }

        coupons:
          # Half the price for three months, for those who never bought before.
          WELCOME50: { percent_off: 50, lasts: 3 months, products: [pro, team], first_purchase: true }

        """
}
