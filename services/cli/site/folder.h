// Walks through the files of a folder, such as a copy of an old website.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "services/cli/view/checked_file.h"
#include "services/lib/runtime/descriptor.h"

namespace gongkai::cli::site {

// One file of a folder, or something in it that cannot be read.
struct FoundFile {
  std::string path;              // below the folder; any bytes, as the system has them
  runtime::Descriptor file{-1};  // a regular file, open for reading; none where there is a problem
  std::optional<FileProblem> problem;  // it has no name in it: names may hold what is to be found
};

// Visits all files below `root`, in the order of the bytes of their names, folder by folder. Names of one folder
// after the other are kept, never those of all. A symbolic link is not followed: what it names is visited in its own
// place, and is a problem where that is outside of `root`. Pipes, devices and sockets are never opened; they are
// problems, and so is what cannot be read or lies deeper than 255 folders. Throws Error kUsage if `root` is no folder that can be read.
void VisitFiles(const std::filesystem::path& root, const std::function<void(FoundFile)>& visit);

}  // namespace gongkai::cli::site
