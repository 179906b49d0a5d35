#include "services/cli/commands/completion.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <set>
#include <string_view>

#include "services/cli/commands/command_line.h"
#include "services/cli/commands/commands.h"

namespace gongkai::cli {
namespace {

constexpr std::string_view kBash = R"sh(_gongkai() {
  mapfile -t COMPREPLY < <(gongkai __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _gongkai gongkai
)sh";

// clang-format off
constexpr std::string_view kZsh = R"sh(#compdef gongkai
_gongkai() {
  local -a found
  found=(${(f)"$(gongkai __complete "${(@)words[2,CURRENT]}" 2>/dev/null)"})
  if ((${#found})); then compadd -- $found; else _files; fi
}
# As a file of zsh's folders this is the function itself at its first call.
if [[ $funcstack[1] == _gongkai ]]; then _gongkai "$@"; else compdef _gongkai gongkai; fi
)sh";
// clang-format on

constexpr std::string_view kFish = R"sh(function __gongkai_complete
  set -l words (commandline -opc) (commandline -ct)
  gongkai __complete $words[2..] 2>/dev/null
end
complete -c gongkai -f -n 'count (__gongkai_complete) >/dev/null' -a '(__gongkai_complete)'
)sh";

// The option of this name of a command or of one that it belongs to; null if there is none.
const CLI::Option* FindOption(const CLI::App* app, const std::string& name) {
  for (; app != nullptr; app = app->get_parent()) {
    if (const CLI::Option* option = app->get_option_no_throw(name)) return option;
  }
  return nullptr;
}

// The words of the enumeration that an option takes, which its help lists as `{a,b,c}`.
std::vector<std::string> ChoicesOf(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const std::size_t begin = type.find('{');
  const std::size_t end = type.find('}');
  if (begin == std::string::npos || end == std::string::npos) return {};
  return CLI::detail::split(type.substr(begin + 1, end - begin - 1), ',');
}

std::vector<std::string> OptionsOf(const CLI::App* app) {
  std::set<std::string> names;  // each command has its own --help
  for (; app != nullptr; app = app->get_parent()) {
    for (const CLI::Option* option : app->get_options()) {
      for (const std::string& name : option->get_lnames()) names.insert("--" + name);
    }
  }
  return {names.begin(), names.end()};
}

std::vector<const CLI::App*> CommandsOf(const CLI::App* app) {
  return app->get_subcommands([](const CLI::App*) { return true; });
}

std::vector<std::string> NamesOf(const std::vector<const CLI::App*>& commands) {
  std::vector<std::string> names;
  for (const CLI::App* command : commands) names.push_back(command->get_name());
  return names;
}

struct CompletionArgs {
  std::string shell;
};

void PrintScript(Session&, const CompletionArgs& args) {
  const std::string_view script = args.shell == "zsh" ? kZsh : args.shell == "fish" ? kFish : kBash;
  std::cout << script;
}

}  // namespace

std::vector<std::string> Completions(const CLI::App& root, const std::vector<std::string>& words) {
  if (words.empty()) return {};
  const CLI::App* app = &root;
  const CLI::Option* takes_value = nullptr;  // the option that the next word belongs to
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (takes_value != nullptr) {
      takes_value = nullptr;
    } else if (words[i].starts_with('-')) {
      const CLI::Option* option = FindOption(app, words[i]);
      if (option != nullptr && option->get_items_expected_max() > 0) takes_value = option;
    } else {
      const auto commands = CommandsOf(app);
      const auto named = std::ranges::find(commands, words[i], &CLI::App::get_name);
      if (named != commands.end()) app = *named;
    }
  }

  const std::string& last = words.back();
  std::vector<std::string> found;
  if (takes_value != nullptr) {
    found = ChoicesOf(*takes_value);
  } else {
    found = last.starts_with('-') ? OptionsOf(app) : NamesOf(CommandsOf(app));
  }
  std::erase_if(found, [&](const std::string& word) { return !word.starts_with(last); });
  return found;
}

void AddCompletion(CLI::App& parent, Session& session) {
  const auto [app, args] =
      AddCommand<CompletionArgs>(parent, session, "completion",
                                 "Print the script by which a shell completes gongkai's commands",
                                 "source <(gongkai completion bash)\n"
                                 "gongkai completion zsh > ~/.zsh/completions/_gongkai",
                                 PrintScript);
  AddPositional(app, "SHELL", args.shell, "bash, zsh or fish")
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
}

}  // namespace gongkai::cli
