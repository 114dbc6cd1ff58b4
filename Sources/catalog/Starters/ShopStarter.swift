extension Starter {
    static let shopText = """
        # yaml-language-server: $schema=docs/products.schema.json

        # What your shop sells. Change it, then run `catalog validate`.
        version: 1
        timezone: Europe/Berlin # days below begin at midnight there
        defaults:
          currency: EUR
          provider: stripe
          tax: inclusive # prices contain tax

        products:
          # `shippable` asks the buyer for an address; `also` is the price in other currencies.
          mug:
            name: Mug
            description: Holds 300 ml, survives the dishwasher
            price: 14.00 EUR
            also: [15.00 USD]
            upsells: [tea]
            shippable: true
            per_order: 10 # at most

          tea:
            name: Green tea
            description: 100 g, loose
            price: 9.50 EUR
            also: [10.00 USD]
            shippable: true

          # A bundle costs what it says, whatever its parts cost.
          gift_box:
            name: Gift box
            description: Two mugs and a tea
            price: 32.00 EUR
            also: [35.00 USD]
            bundle: [{ mug: 2 }, tea]
            badge: Gift idea
            shippable: true

        coupons:
          # Taken off by itself from 50.00 EUR on, without a code.
          BIGORDER: { amount_off: [5.00 EUR, 5.00 USD], minimum: [50.00 EUR, 50.00 USD], auto: true }

        # For providers that do not work tax out themselves, in percent.
        taxes:
          AT: 20
          DE: 19
          FR: 20

        """
}
