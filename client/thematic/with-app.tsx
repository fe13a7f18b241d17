import { App } from "antd";
import type { ComponentType } from "react";
import type { ThematicPageProps } from "./tabs.ts";

/** A page that shows messages (`App.useApp`): what shows them is loaded with it, not with the workspace. */
export function withApp(Page: ComponentType<ThematicPageProps>): ComponentType<ThematicPageProps> {
  return function PageInApp(props) {
    return (
      <App component={false}>
        <Page {...props} />
      </App>
    );
  };
}
