// publications content, publications download.
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "gongkai/publish/v1/publish_service.grpc.pb.h"
#include "services/cli/commands/command_line.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/transfer.h"
#include "services/cli/view/json.h"
#include "services/cli/view/names.h"
#include "services/lib/client/client.h"

namespace gongkai::cli {
namespace {

using publish::v1::PublicationAttachment;
using publish::v1::PublicationContent;
using publish::v1::PublishService;
using PublishClient = client::Client<PublishService>;

struct ContentArgs {
  std::string report;
};

PublicationContent GetContent(PublishClient& client, const std::string& report) {
  publish::v1::GetPublicationContentRequest request;
  request.set_name(PublicationName(report));
  return client.Call(&PublishService::Stub::GetPublicationContent, request);
}

void Content(Session& session, const ContentArgs& args) {
  PublishClient client(session.connection, client::Peer::kPublish);
  const PublicationContent content = GetContent(client, args.report);
  std::cout << (session.json ? ToJson(content) : content.body());
}

struct DownloadArgs {
  std::string report;
  std::string folder = ".";
  bool force = false;
};

void DownloadOne(Session& session, PublishClient& client, const PublicationAttachment& attachment,
                 const std::filesystem::path& path) {
  publish::v1::DownloadPublicationAttachmentRequest request;
  request.set_name(attachment.name());
  client.Attempt(TimeFor(attachment.size_bytes()),
                 [&](grpc::ClientContext& context, PublishService::Stub& stub) {
                   return Receive(session, *stub.DownloadPublicationAttachment(&context, request),
                                  attachment, path);
                 });
}

void Download(Session& session, const DownloadArgs& args) {
  PublishClient client(session.connection, client::Peer::kPublish);
  const PublicationContent content = GetContent(client, args.report);
  std::vector<std::filesystem::path> paths;
  for (const auto& attachment : content.attachments()) {
    paths.push_back(PlaceOf(args.folder, attachment.file_name(), args.force));
  }
  JsonArray array(std::cout);
  for (int i = 0; i < content.attachments_size(); ++i) {
    const PublicationAttachment& attachment = content.attachments(i);
    const std::filesystem::path& path = paths[static_cast<std::size_t>(i)];
    DownloadOne(session, client, attachment, path);
    if (session.json) {
      array.Add(attachment);
    } else {
      TellReceived(path, attachment.size_bytes());
    }
  }
  if (session.json) return array.End();
  if (paths.empty()) std::cout << content.name() << " has no attachments\n";
}

}  // namespace

void AddPublicationContentCommands(CLI::App& publications, Session& session) {
  const auto [content, content_args] =
      AddCommand<ContentArgs>(publications, session, "content", "Print the text of what is public",
                              "gongkai publications content annual-2021 > annual-2021.md\n"
                              "gongkai publications content annual-2021 --json | jq '.attachments'",
                              Content);
  AddPositional(content, "REPORT", content_args.report, "Its report");

  const auto [download, download_args] = AddCommand<DownloadArgs>(
      publications, session, "download", "Get the attachments of what is public",
      "gongkai publications download annual-2021 --output /tmp", Download);
  AddPositional(download, "REPORT", download_args.report, "Its report");
  AddText(download, "-o,--output", download_args.folder, "DIR", "The folder to put them in")
      ->check(CLI::ExistingDirectory);
  download.add_flag("-f,--force", download_args.force, "Overwrite files that exist");
}

}  // namespace gongkai::cli
