// report attach, detach, download.
#include <iostream>
#include <vector>

#include "services/cli/commands/command_line.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/failure.h"
#include "services/cli/commands/files.h"
#include "services/cli/commands/transfer.h"
#include "services/cli/view/json.h"
#include "services/cli/view/names.h"
#include "services/cli/view/report_view.h"

namespace gongkai::cli {
namespace {

using intake::v1::Attachment;
using intake::v1::IntakeService;
using intake::v1::Report;

std::string HowMany(const Report& report) {
  const int count = report.attachments_size();
  return "has " + std::to_string(count) + (count == 1 ? " attachment" : " attachments");
}

struct AttachArgs {
  std::string report;
  std::vector<std::string> files;
  std::string name;
  std::string type;
  std::optional<workflow::v1::Disclosure> disclosure;
  std::optional<workflow::v1::Ground> ground;
  std::string reason;
  ChangeOptions change;
};

// Returns the attribute that was given for the attachments; nullopt: none.
std::optional<intake::v1::DisclosureAttribute> AttributeOf(const AttachArgs& args) {
  if (!args.disclosure) return std::nullopt;
  intake::v1::DisclosureAttribute attribute;
  attribute.set_attribute(*args.disclosure);
  if (args.ground) attribute.set_ground(*args.ground);
  attribute.set_reason(args.reason);
  return attribute;
}

void Attach(Session& session, const AttachArgs& args) {
  const bool for_one = !args.name.empty() || !args.change.etag.empty() ||
                       !args.change.request_id.empty() || !args.type.empty();
  if (for_one && args.files.size() > 1) {
    throw UsageError({"--name, --type, --etag and --request-id are for one file",
                      "--name、--type、--etag 和 --request-id 只用于一个文件"},
                     {"attach the files one by one", "请逐个添加文件"});
  }
  for (const std::string& file : args.files) Inspect(file);  // before anything is sent
  IntakeClient intake(session.connection, client::Peer::kIntake);
  Report report;
  for (const std::string& file : args.files) {
    report = Upload(session, intake,
                    {.report = ReportName(args.report),
                     .path = file,
                     .file_name = args.name,
                     .mime_type = args.type,
                     .etag = args.change.etag,
                     .request_id = args.change.RequestId(),
                     .disclosure = AttributeOf(args)});
  }
  PrintOutcome(session.out, session.format(), HowMany(report), report);
}

struct DetachArgs {
  std::string report;
  std::string file_name;
  ChangeOptions change;
};

void Detach(Session& session, const DetachArgs& args) {
  intake::v1::DeleteAttachmentRequest request;
  request.set_name(AttachmentName(ReportName(args.report), args.file_name));
  request.set_etag(args.change.etag);
  request.set_request_id(args.change.RequestId());
  IntakeClient intake(session.connection, client::Peer::kIntake);
  const Report report = intake.Call(&IntakeService::Stub::DeleteAttachment, request);
  PrintOutcome(session.out, session.format(), HowMany(report), report);
}

struct DownloadArgs {
  std::string report;
  std::vector<std::string> file_names;
  std::string folder = ".";
  std::string content;
  bool force = false;
};

// Those that were asked for, or all.
std::vector<Attachment> Chosen(const Report& report, const std::vector<std::string>& file_names) {
  std::vector<Attachment> chosen;
  for (const Attachment& attachment : report.attachments()) {
    const std::string& name = attachment.file_name();
    const bool wanted = file_names.empty() || std::ranges::count(file_names, name) > 0;
    if (wanted) chosen.push_back(attachment);
  }
  for (const std::string& name : file_names) {
    if (std::ranges::count(chosen, name, &Attachment::file_name) == 0) {
      throw Failure(ExitCode::kNotFound, "ATTACHMENT_NOT_FOUND",
                    {report.name() + " has no attachment `" + name + "`",
                     report.name() + " 没有附件 `" + name + "`"});
    }
  }
  return chosen;
}

void DownloadAll(Session& session, const DownloadArgs& args) {
  IntakeClient intake(session.connection, client::Peer::kIntake);
  intake::v1::GetReportRequest get;
  get.set_name(ReportName(args.report));
  get.set_content_sha256(args.content);
  const Report report = intake.Call(&IntakeService::Stub::GetReport, get);
  const std::vector<Attachment> chosen = Chosen(report, args.file_names);

  std::vector<std::filesystem::path> paths;
  for (const Attachment& attachment : chosen) {
    paths.push_back(PlaceOf(args.folder, attachment.file_name(), args.force));
  }
  JsonArray array(std::cout);
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const Attachment& attachment = chosen[i];
    const std::filesystem::path& path = paths[i];
    Download(session, intake, attachment, report.content_sha256(), path);
    if (session.json) {
      array.Add(attachment);
    } else {
      TellReceived(path, attachment.size_bytes());
    }
  }
  if (session.json) return array.End();
  if (chosen.empty()) std::cout << report.name() << " has no attachments\n";
}

}  // namespace

void AddAttachmentCommands(CLI::App& report, Session& session) {
  const auto [attach, attach_args] = AddCommand<AttachArgs>(
      report, session, "attach", "Attach files to a draft, or replace those of the same name",
      "gongkai report attach annual-2021 table.xlsx scan.pdf\n"
      "gongkai report attach annual-2021 out.bin --name 附表.pdf --type application/pdf",
      Attach);
  AddPositional(attach, "REPORT", attach_args.report, "Its name");
  attach.add_option("FILE", attach_args.files, "The files, at most 64 MiB each")
      ->required()
      ->type_name("");
  AddText(attach, "--name", attach_args.name, "NAME", "Its name in the report");
  AddText(attach, "--type", attach_args.type, "TYPE", "Its media type");
  CLI::Option* attribute = AddWord(
      attach, "-d,--disclosure", attach_args.disclosure,
      "Their disclosure attribute (公开属性); the one before, or the report's, when left out");
  AddWord(attach, "--ground", attach_args.ground, "The legal ground, where it is not disclosed")
      ->needs(attribute);
  AddText(attach, "--reason", attach_args.reason, "TEXT", "Why it is not disclosed unasked")
      ->needs(attribute);
  AddChangeOptions(attach, attach_args.change);

  const auto [detach, detach_args] =
      AddCommand<DetachArgs>(report, session, "detach", "Take an attachment off a draft",
                             "gongkai report detach annual-2021 table.xlsx", Detach);
  AddPositional(detach, "REPORT", detach_args.report, "Its name");
  AddPositional(detach, "NAME", detach_args.file_name, "The attachment's");
  AddChangeOptions(detach, detach_args.change);

  const auto [download, download_args] = AddCommand<DownloadArgs>(
      report, session, "download", "Get attachments and check their digests",
      "gongkai report download annual-2021\n"
      "gongkai report download annual-2021 table.xlsx --output /tmp",
      DownloadAll);
  AddPositional(download, "REPORT", download_args.report, "Its name");
  download.add_option("NAME", download_args.file_names, "The attachments; all when left out")
      ->type_name("");
  AddText(download, "-o,--output", download_args.folder, "DIR", "The folder to put them in")
      ->check(CLI::ExistingDirectory);
  download.add_flag("-f,--force", download_args.force, "Overwrite files that exist");
  AddText(download, "--at", download_args.content, "SHA256",
          "Of an earlier content, by its digest");
}

}  // namespace gongkai::cli
