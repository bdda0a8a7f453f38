// SPDX-License-Identifier: Apache-2.0
// Pages of A4 that text and rectangles are put on from top to bottom. Lengths are in points.
#ifndef PALIER_REPORTING_DOCUMENTS_CANVAS_H_
#define PALIER_REPORTING_DOCUMENTS_CANVAS_H_

#include <cairo.h>
#include <pango/pangocairo.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace palier::reporting {

inline constexpr double kPageWidth = 595.28;
inline constexpr double kPageHeight = 841.89;
inline constexpr double kMargin = 48;
inline constexpr double kTextWidth = kPageWidth - 2 * kMargin;

struct Style {
  double size = 10;
  bool bold = false;
  // 0 is black, 1 is white: pages are read in grey as well.
  double grey = 0;
  bool right = false;
};

// Not thread-safe.
class Canvas {
 public:
  // `foot` stands at the bottom of every page, before its number.
  Canvas(const std::string& title, std::string foot, const std::string& language);

  // Where the next thing goes, from the top of the page.
  double y() const { return y_; }
  void Skip(double height) { y_ += height; }
  // Begins a page unless nothing is on this one.
  void NewPage();
  // Begins a page when less than `height` is left on this one; whether it did.
  bool Need(double height);

  // How high the text is in that width.
  double HeightOf(const std::string& text, const Style& style, double width);
  // Puts the text at `x` without moving on; returns its height. Lines break between words, and
  // within one that is too long.
  double Put(const std::string& text, const Style& style, double x, double width);
  void Line(double x, double width, double grey);
  void Box(double x, double width, double height, double grey);
  // Filled, or outlined with stripes when `hatched`.
  void Bar(double x, double top, double width, double height, bool hatched);

  // The whole file. Nothing can be put afterwards.
  absl::StatusOr<std::string> Finish();

 private:
  struct Unref {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_t* context) const { cairo_destroy(context); }
    void operator()(PangoLayout* layout) const { g_object_unref(layout); }
  };
  void Prepare(const std::string& text, const Style& style, double width);
  void PutFoot();

  std::string bytes_;
  const std::string foot_;
  std::unique_ptr<cairo_surface_t, Unref> surface_;
  std::unique_ptr<cairo_t, Unref> context_;
  std::unique_ptr<PangoLayout, Unref> layout_;
  int page_ = 1;
  double y_ = kMargin;
};

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_DOCUMENTS_CANVAS_H_
