// SPDX-License-Identifier: Apache-2.0
import { Component, type ReactNode } from "react";
import { ApiError } from "../api/api_error";
import { Failure } from "./failure";

// A defect of a page is told as one, and leaves the way to the other pages.
export class Boundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return <div className="page"><Failure error={new ApiError(500, "", "", [])} again={() => this.setState({ broken: false })} /></div>;
  }
}
