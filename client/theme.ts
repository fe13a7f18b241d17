import type { ThemeConfig } from "antd";

/** Whether the system asks for less motion. */
export const prefersStillness = (): boolean =>
  window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** One calm accent; secondary text dark enough for 4.5:1 on white and on the panel's grey. */
export const themeOf = (still: boolean): ThemeConfig => ({
  token: {
    colorPrimary: "#1f5d8c",
    colorLink: "#1f5d8c",
    colorError: "#c53030",
    colorText: "#1f2933",
    colorTextSecondary: "#4a5663",
    colorTextDescription: "#4a5663",
    colorTextPlaceholder: "#66717d",
    borderRadius: 6,
    fontSize: 14,
    fontFamily: '"Noto Sans SC", system-ui, "PingFang SC", "Microsoft YaHei", sans-serif',
    motion: !still,
  },
});
