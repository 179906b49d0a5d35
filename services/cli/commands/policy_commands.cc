// audit policy, roles.
#include <iostream>
#include <string>

#include "gongkai/audit/v1/audit_service.grpc.pb.h"
#include "services/cli/commands/command_line.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/failure.h"
#include "services/cli/view/form_view.h"
#include "services/cli/view/json.h"
#include "services/cli/view/names.h"
#include "services/cli/view/table.h"
#include "services/cli/view/text.h"
#include "services/cli/view/time.h"
#include "services/cli/view/words.h"
#include "services/lib/client/client.h"
#include "workflow/base/digest.h"

namespace gongkai::cli {
namespace {

using audit::v1::AuditService;
using AuditClient = client::Client<AuditService>;

struct PolicyArgs {
  std::string entry;
  bool text = false;
};

void ShowPolicy(Session& session, const PolicyArgs& args) {
  audit::v1::GetPolicyRequest request;
  if (!args.entry.empty()) request.set_entry(EntryName(args.entry));
  AuditClient audit(session.connection, client::Peer::kWorkflow);
  const audit::v1::Policy policy = audit.Call(&AuditService::Stub::GetPolicy, request);
  if (base::Sha256(policy.text()).ToHex() != policy.sha256()) {
    throw Failure(ExitCode::kDataLoss, "PROOF_INVALID",
                  {"the text of the policy does not have its digest", "策略的文本与其摘要值不符"});
  }
  if (args.text) {
    std::cout << policy.text();
  } else if (session.json) {
    std::cout << ToJson(policy);
  } else {
    PrintFields({{"policy", {policy.entry(), Style::kHeading}},
                 {"since", LocalTime(policy.time())},
                 {"sha256", policy.sha256()},
                 {"size", Size(static_cast<std::int64_t>(policy.text().size()))}},
                session.out, std::cout);
  }
}

struct RolesArgs {
  std::string person;
  std::string entry;
};

template <class Roles>
std::string Labels(const Roles& roles) {
  std::string out;
  for (const int role : roles) {
    out += (out.empty() ? "" : ", ") + Label(static_cast<workflow::v1::Role>(role));
  }
  return out;
}

void Print(const Session& session, const audit::v1::RolesExplanation& roles) {
  std::vector<std::pair<std::string, Cell>> fields{
      {"who", {roles.identity(), Style::kHeading}},
      {"at", LocalTime(roles.time())},
      {"policy", roles.policy_entry() + ", sha256 " + roles.policy_sha256()},
      {"listed", roles.listed() ? "yes 是" : "no 否"},
      {"department", roles.department()},
      {"roles", Labels(roles.roles())},
      {"key", roles.revoked() ? Cell{"revoked 已撤销", Style::kBad} : Cell("")},
      {"on behalf of", roles.on_behalf_of()},
      {"reports of", Joined(roles.reports_of_departments())},
      {"supervises", Labels(roles.supervised_roles())}};
  for (const auto& delegated : roles.delegated_roles()) {
    std::string text = Label(delegated.role()) + " from " + delegated.delegator() + " until " +
                       LocalTime(delegated.until_time()) + ", by " + delegated.decided_by();
    const std::string departments = Joined(delegated.reports_of_departments());
    if (!departments.empty()) text += ", for the reports of " + departments;
    fields.emplace_back("delegated", std::move(text));
  }
  PrintFields(fields, session.out, std::cout);
}

void ShowRoles(Session& session, const RolesArgs& args) {
  audit::v1::ExplainRolesRequest request;
  request.set_identity(args.person);
  if (!args.entry.empty()) request.set_entry(EntryName(args.entry));
  AuditClient audit(session.connection, client::Peer::kWorkflow);
  const auto roles = audit.Call(&AuditService::Stub::ExplainRoles, request);
  if (session.json) {
    std::cout << ToJson(roles);
  } else {
    Print(session, roles);
  }
}

}  // namespace

void AddPolicyCommands(CLI::App& audit, Session& session) {
  const auto [policy, policy_args] = AddCommand<PolicyArgs>(
      audit, session, "policy", "Show the policy by which an entry was decided (策略)",
      "gongkai audit policy --at 17\n"
      "gongkai audit policy --at 17 --text | sha256sum",
      ShowPolicy);
  AddText(policy, "--at", policy_args.entry, "POSITION",
          "The entry; the newest policy when left out");
  policy.add_flag("--text", policy_args.text, "Only the file as it was");

  const auto [roles, roles_args] = AddCommand<RolesArgs>(
      audit, session, "roles", "Tell which roles somebody held at an entry (角色)",
      "gongkai audit roles user/wang-fang --at 17", ShowRoles);
  AddPositional(roles, "PERSON", roles_args.person, "Who, such as user/wang-fang");
  AddText(roles, "--at", roles_args.entry, "POSITION", "The entry; now when left out");
}

}  // namespace gongkai::cli
