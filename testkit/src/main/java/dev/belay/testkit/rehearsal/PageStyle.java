package dev.belay.testkit.rehearsal;

/**
 * How the page looks. Blue, orange and grey are told apart by people who see colours differently; they follow M. Okabe and K. Ito,
 * "Color universal design" (2008). Marks and dashes say the same once more.
 */
final class PageStyle {

  static final String CSS = """
      :root {
        --ink: #1b2126; --dim: #59646e; --rule: #e4e8eb; --frame: #d5dbe0; --paper: #fff; --ground: #f4f6f8;
        --promoted: #0072b2; --rolled-back: #d55e00; --never-ended: #6f7780;
      }
      @media screen and (prefers-color-scheme: dark) {
        :root {
          --ink: #e6e9ec; --dim: #9ca7b1; --rule: #2b333a; --frame: #323b43; --paper: #1a2026; --ground: #11161a;
          --promoted: #56b4e9; --rolled-back: #f0963c; --never-ended: #a3acb5;
        }
      }
      * { box-sizing: border-box; }
      body {
        margin: 0; background: var(--ground); color: var(--ink); overflow-wrap: anywhere;
        font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
      }
      main { max-width: 1240px; margin: 0 auto; padding: 28px 24px 48px; }
      h1 { margin: 0 0 8px; font-size: 26px; line-height: 1.25; }
      h2 { margin: 0; font-size: 19px; line-height: 1.3; }
      h3 { margin: 16px 0 4px; font-size: 14px; }
      header p { margin: 0 0 4px; max-width: 120ch; text-wrap: pretty; }
      a { color: inherit; text-decoration-color: var(--dim); text-underline-offset: 3px; }
      section { margin-top: 44px; }

      .table { margin-top: 22px; border: 1px solid var(--frame); border-radius: 8px; background: var(--paper); }
      .summary { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
      .summary th, .summary td { padding: 10px; text-align: right; vertical-align: top; border-top: 1px solid var(--rule); }
      .summary thead th { border-top: 0; vertical-align: bottom; font-size: 12.5px; line-height: 1.3; color: var(--dim); }
      .summary th { font-weight: 600; }
      .summary th:first-child { min-width: 200px; text-align: left; }
      .summary thead th:nth-child(-n + 4)::before { display: inline-block; width: 8px; height: 8px; margin-right: 5px; }
      .summary thead th:nth-child(2)::before { content: ""; background: var(--promoted); }
      .summary thead th:nth-child(3)::before { content: ""; background: var(--rolled-back); }
      .summary thead th:nth-child(4)::before { content: ""; background: var(--never-ended); }
      .large, .small { display: block; white-space: nowrap; }
      .small { font-size: 12px; color: var(--dim); }
      .bar { display: block; width: 100%; max-width: 240px; height: 6px; margin-top: 8px; }

      .key { display: flex; flex-wrap: wrap; gap: 2px 22px; margin: 6px 0 12px; padding: 0; list-style: none; font-size: 13.5px; }
      .key svg { width: 30px; height: 12px; margin-right: 7px; overflow: visible; }
      h3, .key .kept, .note, .summary-note { color: var(--dim); }
      .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(320px, 100%), 1fr)); gap: 14px; }
      figure { margin: 0; padding: 12px 12px 8px; border: 1px solid var(--frame); border-radius: 8px; background: var(--paper); }
      figcaption { margin-bottom: 6px; font-weight: 600; font-size: 14px; }
      figure svg { display: block; width: 100%; height: auto; overflow: visible; }
      .note, .summary-note { margin: 6px 0 0; font-size: 12.5px; line-height: 1.4; }

      svg text { fill: var(--dim); font-size: 11px; }
      svg .level-name { fill: var(--ink); }
      path { stroke-width: 1.8; stroke-linejoin: round; }
      .grid path { stroke: var(--rule); stroke-width: 1; }
      .level { stroke: var(--ink); stroke-width: 1.2; stroke-dasharray: 5 3; }
      .many { stroke-width: 1.1; stroke-opacity: .5; }
      .promoted { stroke: var(--promoted); }
      .rolled-back { stroke: var(--rolled-back); }
      .never-ended { stroke: var(--never-ended); stroke-dasharray: 6 2; }
      .all { stroke: var(--ink); }
      .seen { stroke: var(--ink); stroke-dasharray: 4 3; }
      .mark { stroke-width: 1.5; stroke-dasharray: none; }
      .mark.promoted, rect.promoted { fill: var(--promoted); }
      rect.rolled-back { fill: var(--rolled-back); }
      .mark.never-ended, rect.never-ended { fill: var(--never-ended); }
      rect { stroke: none; }

      .reasons { border-collapse: collapse; font-size: 13.5px; }
      .reasons td { padding: 2px 14px 2px 0; vertical-align: top; }
      .reasons td:first-child { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }

      @media screen and (max-width: 1000px) {
        .summary, .summary tbody, .summary tr, .summary th { display: block; }
        .summary thead { display: none; }
        .summary tr { padding: 12px 14px; border-top: 1px solid var(--frame); }
        .summary tr:first-child { border-top: 0; }
        .summary th, .summary td { padding: 0; border: 0; }
        .summary td { display: grid; grid-template-columns: 1fr auto 4.6em; column-gap: 9px; align-items: baseline; padding-top: 6px; }
        .summary td::before { content: attr(data-name); text-align: left; color: var(--dim); }
        .summary .large { order: 1; }
        .bar { max-width: none; }
      }
      @media screen and (max-width: 1000px) and (min-width: 700px) {
        .summary tr { display: grid; grid-template-columns: 1fr 1fr; column-gap: 32px; }
        .summary th { grid-column: span 2; }
      }
      @media screen and (max-width: 480px) {
        main { padding: 18px 12px 32px; }
        h1 { font-size: 22px; }
      }
      @media print {
        @page { margin: 12mm; }
        * { print-color-adjust: exact; }
        body { background: none; font-size: 9.5pt; }
        main { max-width: none; padding: 0; }
        section { margin-top: 22px; break-inside: avoid; }
        h2 { font-size: 13pt; }
        .summary { font-size: 8pt; }
        .summary th, .summary td { padding: 5px; }
        .summary th:first-child { min-width: 110px; }
        .summary thead th, .small { font-size: 7pt; }
        .figures { grid-template-columns: 1fr 1fr 1fr; gap: 8px; }
        figure { padding: 6px; break-inside: avoid; }
        figcaption { font-size: 8pt; }
        .note, .summary-note { font-size: 7.5pt; }
        a { text-decoration: none; }
      }
      """.strip(); // No constant, which every class that names it would copy.

  private PageStyle() {}
}
