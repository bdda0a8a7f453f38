// SPDX-License-Identifier: Apache-2.0
#include "reporting/documents/canvas.h"

#include <cairo-pdf.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"

namespace palier::reporting {
namespace {

constexpr double kFootSize = 8;
constexpr double kFootGrey = 0.35;
constexpr double kFootTop = kPageHeight - kMargin + 14;
constexpr char kFont[] = "DejaVu Sans";

cairo_status_t Append(void* to, const unsigned char* data, unsigned int size) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(data), size);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

Canvas::Canvas(const std::string& title, std::string foot, const std::string& language)
    : foot_(std::move(foot)),
      surface_(cairo_pdf_surface_create_for_stream(Append, &bytes_, kPageWidth, kPageHeight)),
      context_(cairo_create(surface_.get())),
      layout_(pango_cairo_create_layout(context_.get())) {
  cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
  cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATOR, "Palier");
  // Without it the file would hold the time of its making.
  cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE,
                                 "2000-01-01T00:00:00Z");
  PangoContext* const pango = pango_layout_get_context(layout_.get());
  pango_context_set_language(pango, pango_language_from_string(language.c_str()));
  pango_cairo_context_set_resolution(pango, 72);
  pango_layout_set_wrap(layout_.get(), PANGO_WRAP_WORD_CHAR);
}

void Canvas::PutFoot() {
  const double kept = std::exchange(y_, kFootTop);
  Put(foot_, {kFootSize, false, kFootGrey}, kMargin, kTextWidth - 40);
  Put(absl::StrCat(page_), {kFootSize, false, kFootGrey, true}, kMargin, kTextWidth);
  y_ = kept;
}

void Canvas::NewPage() {
  if (y_ == kMargin) return;
  PutFoot();
  cairo_show_page(context_.get());
  ++page_;
  y_ = kMargin;
}

bool Canvas::Need(double height) {
  if (y_ + height <= kPageHeight - kMargin || y_ == kMargin) return false;
  NewPage();
  return true;
}

void Canvas::Prepare(const std::string& text, const Style& style, double width) {
  PangoFontDescription* const font = pango_font_description_new();
  pango_font_description_set_family(font, kFont);
  pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
  pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(layout_.get(), font);
  pango_font_description_free(font);
  pango_layout_set_alignment(layout_.get(), style.right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  pango_layout_set_width(layout_.get(), static_cast<int>(width * PANGO_SCALE));
  pango_layout_set_text(layout_.get(), text.data(), static_cast<int>(text.size()));
}

double Canvas::HeightOf(const std::string& text, const Style& style, double width) {
  Prepare(text, style, width);
  int height = 0;
  pango_layout_get_size(layout_.get(), nullptr, &height);
  return static_cast<double>(height) / PANGO_SCALE;
}

double Canvas::Put(const std::string& text, const Style& style, double x, double width) {
  const double height = HeightOf(text, style, width);
  cairo_set_source_rgb(context_.get(), style.grey, style.grey, style.grey);
  cairo_move_to(context_.get(), x, y_);
  pango_cairo_show_layout(context_.get(), layout_.get());
  return height;
}

void Canvas::Line(double x, double width, double grey) {
  cairo_set_source_rgb(context_.get(), grey, grey, grey);
  cairo_set_line_width(context_.get(), 0.6);
  cairo_move_to(context_.get(), x, y_);
  cairo_rel_line_to(context_.get(), width, 0);
  cairo_stroke(context_.get());
}

void Canvas::Box(double x, double width, double height, double grey) {
  cairo_set_source_rgb(context_.get(), grey, grey, grey);
  cairo_set_line_width(context_.get(), 0.6);
  cairo_rectangle(context_.get(), x, y_, width, height);
  cairo_stroke(context_.get());
}

void Canvas::Bar(double x, double top, double width, double height, bool hatched) {
  constexpr double kBarGrey = 0.35;
  constexpr double kStripe = 4;
  cairo_t* const cairo = context_.get();
  cairo_save(cairo);
  cairo_set_source_rgb(cairo, kBarGrey, kBarGrey, kBarGrey);
  cairo_rectangle(cairo, x, top, std::max(width, 0.5), height);
  if (!hatched) {
    cairo_fill(cairo);
  } else {
    cairo_set_line_width(cairo, 0.8);
    cairo_stroke_preserve(cairo);
    cairo_clip(cairo);
    for (double at = x - height; at < x + width; at += kStripe) {
      cairo_move_to(cairo, at, top + height);
      cairo_line_to(cairo, at + height, top);
    }
    cairo_stroke(cairo);
  }
  cairo_restore(cairo);
}

absl::StatusOr<std::string> Canvas::Finish() {
  PutFoot();
  cairo_show_page(context_.get());
  layout_.reset();
  context_.reset();
  cairo_surface_finish(surface_.get());
  const cairo_status_t status = cairo_surface_status(surface_.get());
  surface_.reset();
  if (status != CAIRO_STATUS_SUCCESS)
    return status::Internal(absl::StrCat("cairo: ", cairo_status_to_string(status)));
  return std::move(bytes_);
}

}  // namespace palier::reporting
