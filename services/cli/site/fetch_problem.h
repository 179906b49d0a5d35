// Says why a page could not be fetched.
#pragma once

#include <curl/curl.h>

#include "services/cli/view/checked_file.h"

namespace gongkai::cli::site {

// Returns whether the library's result says that nobody answered, which may be different later.
bool IsSilence(CURLcode result);

// Returns whether the status of an answer (RFC 9110) says that the server may do better later.
bool AsksForPatience(long status);

FileProblem NoAnswer(CURLcode result);
FileProblem OtherStatus(long status);
FileProblem TooManyRedirections();
FileProblem TooLarge();
FileProblem CannotKeep(int error);
FileProblem HostIsSilent();

}  // namespace gongkai::cli::site
