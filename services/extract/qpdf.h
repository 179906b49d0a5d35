// The headers of qpdf, without the one that clang refuses.
#pragma once

// Nothing here uses qpdf's JSON. Its header has a vector of a type that is not complete yet, which clang
// with gcc's library does not accept as C++20: so this header's own mark says that it has been read.
#define JSON_HH
class JSON;

// The headers ask for it: qpdf's pointers are those of the standard library.
#define POINTERHOLDER_TRANSITION 4

#include <qpdf/Buffer.hh>
#include <qpdf/Pipeline.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>
