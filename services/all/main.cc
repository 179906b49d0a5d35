// gongkai-all: the four services in one process. Declaration order is lifetime order: the server
// stops before what its services use goes.
#include "services/all/office.h"
#include "services/server/daemon.h"

namespace {

using namespace gongkai;  // NOLINT: the composition root names every module

Status Serve(server::Daemon& daemon) {
  all::Office office(daemon.data(), daemon.policy(), daemon.drain(), {.grace = daemon.grace()});
  return daemon.Serve(office.MakeServices());
}

}  // namespace

int main(int argc, char** argv) {
  return server::RunDaemon({.name = "gongkai-all",
                            .about = "All four services in one process, for small offices.",
                            .identity = "service/all",
                            .keeps_content = true},
                           argc, argv, Serve);
}
