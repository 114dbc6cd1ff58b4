import Testing
import Till
import TillModel
import TillStore
import TillTesting

/// What only a real browser shows: that its own forms are taken, and that the page turns paid by itself.
@Suite(.timeLimit(.minutes(15))) struct BrowserTests {
    @Test(
        .enabled(
            if: Browser.program != nil,
            "there is no chromedriver here, so no browser has bought anything (Debian: chromium-driver)"))
    func `a buyer chooses an extra, is declined, pays, and sees the order turn paid`() async throws {
        let program = try #require(Browser.program)
        try await TestShop.run { shop in
            try await Browser.open(program) { browser in
                try await browser.go(to: shop.url)
                try await browser.click("form input[type=checkbox]")
                try await browser.click("form button")
                try await browser.until { try await browser.url.contains("/c/pay/") }
                try await browser.type("buyer@example.com", into: "#email")
                try await browser.click("button[value=decline]")
                try await browser.until { try await browser.text("main")?.contains("declined") == true }
                try await browser.click("button[value=pay]")
                try await browser.until { try await browser.url.contains("/orders/ord_") }
                try await browser.until { try await browser.text("#headline") == "Thank you, your order is paid" }
                #expect(try await browser.text("tfoot")?.contains("$148.00") == true)
            }
            #expect(try await shop.count("SELECT COUNT(*) AS n FROM orders WHERE status = 'paid'") == 1)
        }
    }

    @Test(.enabled(if: Browser.program != nil, "there is no chromedriver here (Debian: chromium-driver)"))
    func `a shop that is opened by its number sells too`() async throws {
        let program = try #require(Browser.program)
        try await TestShop.run { shop in
            try await Browser.open(program) { browser in
                try await browser.go(to: shop.url.replacing("localhost", with: "127.0.0.1"))
                try await browser.click("form button")
                try await browser.until { try await browser.url.contains("/c/pay/") }
            }
        }
    }
}
