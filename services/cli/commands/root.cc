#include "services/cli/commands/root.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <iostream>
#include <utility>

#include "services/cli/commands/failure.h"
#include "services/cli/commands/fraction.h"
#include "services/lib/catalog/services.h"

namespace gongkai::cli {
namespace {

constexpr char kAbout[] =
    "Takes government reports from draft through legal and secrecy review to the public (公开).";

constexpr char kFooter[] = R"(Begin with:
  export GONGKAI_CERTIFICATES=~/certificates/zhang-wei GONGKAI_SERVER=localhost:7000
  gongkai health
  gongkai report create annual-2021.md --kind annual-report --disclosure active
  gongkai COMMAND --help

Exit codes:
  0  done
  1  unexpected: a bug, here or there, or the machine's trouble
  2  the command line is wrong; nothing was sent
  3  a rule forbids it: who asks, or where the report stands
  4  there is no such thing, or not for you
  5  somebody else was first; read again
  6  what was sent is wrong, whatever the state
  7  no answer; try again later
  8  what was received is not what is recorded, or a proof does not verify
  9  `check` finds what a person must look at
 10  `check` finds what must not become public)";

// The option and the environment variable are called after `name`: --intake, GONGKAI_INTAKE.
void AddAddress(CLI::App& app, std::string name, std::string& target, const std::string& about) {
  CLI::Option* option = app.add_option("--" + name, target, about);
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::toupper(c); });
  option->envname("GONGKAI_" + name)->type_name("HOST:PORT")->group("Connection");
}

// Takes effect as soon as it is read, so that what is wrong behind it is told in that language.
void AddLanguage(CLI::App& app, Session& session) {
  const CLI::Validator known(
      [](std::string& word) {
        return word == "zh" || word == "en" ? "" : "`" + word + "` is none of {zh,en}";
      },
      "");
  app.add_option_function<std::string>(
         "--lang", [&session](const std::string& word) { session.language = LanguageOf(word); },
         "The language of errors; without it that of LC_ALL, LC_MESSAGES or LANG")
      ->type_name("{zh,en}")
      ->check(known)
      ->trigger_on_parse();
}

// The deepest command that the parser reached.
const CLI::App& Reached(const CLI::App& app) {
  const auto commands = app.get_subcommands();
  return commands.empty() ? app : Reached(*commands.back());
}

std::string FullName(const CLI::App& app) {
  const CLI::App* parent = app.get_parent();
  return parent == nullptr ? app.get_name() : FullName(*parent) + " " + app.get_name();
}

bool HoldsCommands(const CLI::App& app) {
  return !app.get_subcommands([](const CLI::App*) { return true; }).empty();
}

bool IsMissing(const CLI::ParseError& error) {
  return dynamic_cast<const CLI::RequiredError*>(&error) != nullptr;
}

// Whether the command line ended where a command was still to come: somebody looks around.
bool OnlyNames(const CLI::ParseError& error, const CLI::App& app) {
  return IsMissing(error) && HoldsCommands(Reached(app)) && app.remaining(true).empty();
}

// What the parser found wrong, as a Failure.
Failure FromParser(const CLI::ParseError& error, const CLI::App& app) {
  const CLI::App& reached = Reached(app);
  const std::string name = FullName(reached);
  const base::Bilingual help{"`" + name + " --help` shows how it is used",
                             "用法见 `" + name + " --help`"};
  const auto rest = app.remaining(true);
  const bool no_command = IsMissing(error) && HoldsCommands(reached);
  if (no_command && !rest.empty()) {
    const bool option = rest.front().starts_with('-');
    return UsageError(
        {"`" + name + "` has no " + (option ? "option" : "command") + " `" + rest.front() + "`",
         "`" + name + "` 没有" + (option ? "选项" : "命令") + " `" + rest.front() + "`"},
        help);
  }
  // What the parser says is English.
  return UsageError({error.what(), "命令行有误：" + std::string(error.what())}, help);
}

// Tells the failure; answers its code.
int End(const Failure& failure, const Session& session) {
  Tell(failure, session.language, session.err, std::cerr);
  return static_cast<int>(failure.code);
}

}  // namespace

void SetUpRoot(CLI::App& app, Session& session) {
  app.name("gongkai");
  app.description(kAbout);
  app.footer(kFooter);
  app.fallthrough();
  app.require_subcommand(1);
  app.get_formatter()->column_width(30);
  app.set_version_flag("--version", "gongkai " GONGKAI_VERSION);

  AddLanguage(app, session);
  client::ConnectionOptions& options = session.options;
  app.add_flag("--json", session.json, "Print JSON, for programs");
  app.add_option("--certificates", options.certificates,
                 "The folder with your cert.pem, key.pem and ca.pem")
      ->envname("GONGKAI_CERTIFICATES")
      ->type_name("DIR")
      ->group("Connection");
  AddAddress(app, "server", options.server, "All services, where one serves all");
  for (std::size_t i = 0; i < catalog::kServices.size(); ++i) {
    const catalog::Service& service = catalog::kServices[i];
    const std::string name(service.name);
    AddAddress(app, name, options.addresses[i],
               "The " + name + " service. " + std::string(service.about));
  }
  app.add_flag("--use-proxy", options.use_proxy,
               "Connect through the proxy that https_proxy, http_proxy or grpc_proxy names; "
               "without it these are ignored")
      ->envname("GONGKAI_USE_PROXY")
      ->group("Connection");
  app.add_option("--timeout", options.timeout_seconds, "How long to wait for an answer, in seconds")
      ->envname("GONGKAI_TIMEOUT")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.001, 86400.0).description(""))
      ->check(&RefuseNan)
      ->capture_default_str()
      ->group("Connection");
}

int Run(CLI::App& app, int argc, const char* const* argv, const Session& session) {
  try {
    app.parse(argc, argv);
    std::cout.flush();
    if (!std::cout) {
      throw Failure(ExitCode::kUnexpected, "OUTPUT",
                    {"standard output cannot be written to", "不能写入标准输出"});
    }
    return static_cast<int>(ExitCode::kOk);
  } catch (const CLI::Success& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    if (OnlyNames(error, app)) {
      std::cerr << app.help();  // of the command that was reached
      return static_cast<int>(ExitCode::kUsage);
    }
    return End(FromParser(error, app), session);
  } catch (const client::CallFailure& call) {
    std::cout.flush();  // what was told before it failed
    return End(FromCall(call), session);
  } catch (const client::SettingMissing& missing) {
    return End(FromSettings(missing), session);
  } catch (const Failure& failure) {
    std::cout.flush();
    return End(failure, session);
  } catch (const std::exception& error) {
    return End({ExitCode::kUnexpected,
                "UNEXPECTED",
                {error.what(), "意外情况：" + std::string(error.what())}},
               session);
  }
}

}  // namespace gongkai::cli
