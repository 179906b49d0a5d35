// check --site LIST: the pages of a website, over HTTP and HTTPS.
#include <gmock/gmock.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/services/cli/program.h"
#include "tests/services/cli/web_server.h"
#include "tests/support/free_port.h"
#include "tests/support/test_certificates.h"

namespace gongkai::cli {
namespace {

using nlohmann::json;
using support::TestFolder;
using support::WriteFile;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class SitePagesTest : public testing::Test {
 protected:
  // Writes the list of addresses, and checks them.
  Outcome Check(const std::vector<std::string>& addresses,
                std::vector<std::string> more = {}) const {
    std::string text;
    for (const std::string& address : addresses) text += address + '\n';
    return CheckList(text, std::move(more));
  }

  Outcome CheckList(const std::string& list, std::vector<std::string> more = {}) const {
    WriteFile(folder_ / "list", list);
    more.insert(more.begin(), {"check", "--site", folder_ / "list", "--rate", "1000"});
    return RunGongkai(more);
  }

  // Returns what kept each address from being checked, or an empty text.
  std::vector<std::string> Problems(const std::vector<std::string>& addresses,
                                    std::vector<std::string> more = {}) const {
    more.emplace_back("--json");
    const json shown = json::parse(Check(addresses, std::move(more)).out);
    std::vector<std::string> problems;
    for (const json& file : shown["files"]) {
      problems.push_back(file.contains("error") ? file["error"]["message"]["en"] : "");
    }
    return problems;
  }

  TestFolder folder_;
};

TEST_F(SitePagesTest, ChecksEachAddressOfAList) {
  const WebServer server;
  server.Write("a.html", "<p>电话13800138000</p>");
  server.Write("b.html", "<p>年报</p>");
  const std::string a = server.At("/a.html");
  const Outcome outcome = CheckList("\xEF\xBB\xBF# 首页\r\n\r\n  " + a + "\t\r\n" +
                                    server.At("/b.html#top") + "\n" + a + "#again\n");
  EXPECT_EQ(outcome.exit_code, 10);
  EXPECT_EQ(outcome.out,
            "Must not be public: 1\n\n" + a +
                ":1:6  BLOCK  MOBILE  138****8000  A mobile telephone number. [MOBILE]\n\n"
                "2 items: 1 BLOCK, 0 not checked, 0 WARN, 0 unreadable\n");
  EXPECT_THAT(server.Log(), StartsWith("/a.html gongkai/"));
  EXPECT_THAT(server.Log(), HasSubstr("\n/b.html gongkai/"));
}

TEST_F(SitePagesTest, ChecksEachAddressOfASitemap) {
  const WebServer server;
  server.Write("a.html", "电话13800138000");
  const Outcome outcome = CheckList(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
      "xmlns:image=\"http://www.google.com/schemas/sitemap-image/1.1\">\n"
      "<url><loc> " +
      server.At("/a.html?a=1&amp;b=2") +
      "\n</loc><lastmod>2021-01-01</lastmod>"
      "<image:image><image:loc>" +
      server.At("/image.png") +
      "</image:loc></image:image></url>\n"
      "</urlset>\n");
  EXPECT_EQ(outcome.exit_code, 10);
  EXPECT_THAT(outcome.out, HasSubstr("1 item: 1 BLOCK"));
  EXPECT_THAT(server.Log(), AllOf(StartsWith("/a.html?a=1&b=2 "), Not(HasSubstr("image"))));
}

TEST_F(SitePagesTest, RefusesAListBeforeItFetchesAnything) {
  const WebServer server;
  for (const auto& [line, said] : std::vector<std::pair<std::string, std::string>>{
           {"file:///etc/passwd", "list, line 2: is neither http nor https"},
           {"ftp://a.gov.cn/", "list, line 2: is neither http nor https"},
           {"www.example.gov.cn/a.html", "list, line 2: is no address"},
           {"/etc/passwd", "list, line 2: is no address"},
           {"张三 13800138000", "list, line 2: is no address"},
           {"http://user:secret@a.gov.cn/", "list, line 2: has a user's name or password"},
           {std::string("http://a.gov.cn/\0b", 18), "list, line 2: is no address"},
       }) {
    const Outcome outcome = Check({server.At("/a.html"), line});
    EXPECT_EQ(outcome.exit_code, 2) << said;
    EXPECT_THAT(outcome.err, AllOf(StartsWith("error: USAGE: "), HasSubstr(said),
                                   Not(HasSubstr("13800138000")), Not(HasSubstr("secret"))));
  }
  for (const auto& [list, said] : std::vector<std::pair<std::string, std::string>>{
           {"", "list has no address in it"},
           {"# nothing\n", "list has no address in it"},
           {"<sitemapindex><sitemap><loc>http://a/</loc></sitemap></sitemapindex>",
            "is an index of sitemaps"},
           {"<html><body>", "is XML, but no sitemap"},
           {"<urlset><url><loc>http://a/</loc></url>", "list, line 1: the XML is not well-formed"},
           {"<urlset><url>\n<loc>file:///a</loc></url></urlset>",
            "list, line 2: is neither http nor https"},
           {"<!DOCTYPE a [<!ENTITY e SYSTEM "
            "\"file:///etc/passwd\">]>\n<urlset><url><loc>&e;</loc></url></urlset>",
            "list, line 2: is no address"},
       }) {
    const Outcome outcome = CheckList(list);
    EXPECT_EQ(outcome.exit_code, 2) << said;
    EXPECT_THAT(outcome.err, HasSubstr(said));
  }
  EXPECT_EQ(server.Log(), "");
}

TEST_F(SitePagesTest, TellsWhatItCannotFetch) {
  const WebServer server;
  server.Write("a.html", "年报");
  const std::vector<std::string> addresses = {server.At("/status/404"), server.At("/status/403"),
                                              server.At("/status/500"), server.At("/status/204"),
                                              server.At("/to/file"),    server.At("/to/password"),
                                              server.At("/to/itself"),  server.At("/hops/6"),
                                              server.At("/hops/5"),     server.At("/short/")};
  const Outcome outcome = Check(addresses);
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("error: NOT_ALL_FILES: 9 of 10 items could not be checked"));
  EXPECT_THAT(outcome.out, HasSubstr("Not checked: 9\n\n" + addresses[0] +
                                     ": the server answered 404 [NOT_FETCHED]\n"));
  EXPECT_THAT(
      Problems(addresses),
      ElementsAre("the server answered 404", "the server answered 403", "the server answered 500",
                  "the server answered 204", "leads to what is neither http nor https",
                  "leads to an address with a password in it", "more than five redirections",
                  "more than five redirections", "the answer is cut short", ""));
}

TEST_F(SitePagesTest, AsksAgainWhereTheServerWantsPatience) {
  const WebServer server;
  const Outcome outcome = Check({server.At("/busy/429"), server.At("/busy/503")});
  EXPECT_EQ(outcome.exit_code, 10);
  EXPECT_THAT(outcome.out, HasSubstr("2 items: 2 BLOCK, 0 not checked"));
}

TEST_F(SitePagesTest, UnpacksWhatTheServerHasPackedUpToALimit) {
  const WebServer server;
  const Outcome outcome = Check({server.At("/packed/"), server.At("/bomb/")});
  EXPECT_EQ(outcome.exit_code, 10);
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("/packed/:1:3  BLOCK"),
                                 HasSubstr("/bomb/: more than 256 MiB [NOT_FETCHED]")));
}

TEST_F(SitePagesTest, AsksAHostThatDoesNotAnswerNoMore) {
  const WebServer server;
  server.Write("a.html", "电话13800138000");
  const std::string silent = "http://127.0.0.1:" + std::to_string(support::FreePort());
  const std::vector<std::string> addresses = {silent + "/1", silent + "/2", server.At("/a.html"),
                                              silent + "/3", silent + "/4"};
  const Outcome outcome = Check(addresses);
  EXPECT_EQ(outcome.exit_code, 10);
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("/a.html:1:3  BLOCK"), HasSubstr("/2: no connection to the host"),
                    HasSubstr("/3: no connection to the host"),
                    HasSubstr("/4: not tried: the host did not answer for three other addresses")));
  EXPECT_THAT(outcome.err, HasSubstr("some addresses were not tried"));
}

TEST_F(SitePagesTest, BelievesOnlyAValidCertificate) {
  const support::TestCertificates certificates;
  const auto localhost = certificates.With("localhost", "-addext subjectAltName=IP:127.0.0.1");
  const WebServer server(localhost);
  server.Write("a.html", "电话13800138000");
  const std::string invalid = "the server's certificate is not valid";
  EXPECT_THAT(Problems({server.At("/a.html")}), ElementsAre(invalid));
  const std::string ca = localhost / "ca.pem";
  EXPECT_THAT(Problems({server.At("/a.html")}, {"--ca", ca}), ElementsAre(""));
  EXPECT_THAT(Problems({server.At("/a.html", "localhost")}, {"--ca", ca}), ElementsAre(invalid));
  EXPECT_THAT(Problems({server.At("/a.html")}, {"--ca", "/nowhere"}),
              ElementsAre("the certificates of --ca cannot be read"));
}

TEST_F(SitePagesTest, ShowsNoValueOfAnAddress) {
  const WebServer server;
  const Outcome outcome = Check({server.At("/status/404?phone=13800138000"),
                                 server.At("/%E5%BC%A0%E4%B8%89%2013900139000.html")});
  EXPECT_EQ(outcome.exit_code, 10);
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("138****8000"), HasSubstr("139****9000.html"),
                                 Not(HasSubstr("13800138000")), Not(HasSubstr("13900139000")),
                                 HasSubstr("(name)")));
}

TEST_F(SitePagesTest, GoesThroughNoProxyUnlessItIsAskedTo) {
  const WebServer server;
  server.Write("a.html", "年报");
  WriteFile(folder_ / "list", server.At("/a.html") + "\n");
  const std::string proxy = "http_proxy=http://127.0.0.1:" + std::to_string(support::FreePort());
  const std::vector<std::string> arguments = {"check", "--site", folder_ / "list"};
  EXPECT_EQ(RunGongkai(arguments, {proxy}).exit_code, 0);
  std::vector<std::string> through = arguments;
  through.emplace_back("--use-proxy");
  EXPECT_EQ(RunGongkai(through, {proxy, "no_proxy="}).exit_code, 2);
}

}  // namespace
}  // namespace gongkai::cli
