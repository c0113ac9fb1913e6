import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { Series } from './series.ts';
import { theme } from './theme.ts';

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export interface Plot {
  show: (series: Series) => void;
  dispose: () => void;
}

/** Draws series into an element, again when its size or the colours change. */
export function draw(element: HTMLElement, open: (index: number, name: string) => void): Plot {
  const chart = init(element);
  let shown: Series | undefined;
  const show = (series: Series) => {
    shown = series;
    chart.setOption(options(series), true);
  };
  chart.on('click', (event) => open(event.dataIndex, event.seriesName ?? ''));
  const resized = new ResizeObserver(() => chart.resize());
  resized.observe(element);
  const unsubscribe = theme.subscribe(() => shown && show(shown));
  return {
    show,
    dispose: () => {
      resized.disconnect();
      unsubscribe();
      chart.dispose();
    },
  };
}

const COLOURS = {
  light: ['#0f7f96', '#6d4fc4', '#c2700c', '#2e7d4f', '#b3436e', '#5d7183', '#9aa5b1'],
  dark: ['#4fb9d1', '#a58cf0', '#e8a04b', '#66bb88', '#e58bb0', '#8b9eb0', '#566473'],
};

function options(series: Series): EChartsCoreOption {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const text = { color: colour('--muted'), fontSize: 11 };
  const day = spansDays(series.times);
  return {
    animation: false,
    color: COLOURS[theme.get()],
    grid: {
      left: 4,
      right: 8,
      top: series.lines.length > 1 ? 30 : 10,
      bottom: 4,
      containLabel: true,
    },
    legend:
      series.lines.length > 1
        ? {
            type: 'scroll',
            top: 0,
            left: 0,
            itemWidth: 10,
            itemHeight: 10,
            icon: 'roundRect',
            textStyle: text,
            pageTextStyle: text,
          }
        : { show: false },
    // Rich text, for the policy of the page allows no style attributes.
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      backgroundColor: colour('--card'),
      borderColor: colour('--line'),
      textStyle: { color: colour('--text'), fontSize: 12 },
      valueFormatter: (value: unknown) => (typeof value === 'number' ? series.format(value) : '–'),
    },
    xAxis: {
      type: 'category',
      data: series.plainTimes ? series.times : series.times.map((time) => label(time, day)),
      axisLabel: { ...text, hideOverlap: true },
      axisLine: { lineStyle: { color: colour('--line') } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      splitNumber: 4,
      axisLabel: { ...text, formatter: series.format },
      splitLine: { lineStyle: { color: colour('--line') } },
    },
    series: series.lines.map((line) => ({
      name: line.name,
      type: line.before ? 'line' : series.kind,
      data: line.values,
      ...(line.colour ? { color: colour(line.colour) } : {}),
      ...(line.before
        ? { color: colour('--muted'), lineStyle: { type: 'dashed', width: 1.5 } }
        : {}),
      stack: series.stacked && !line.before ? 'all' : undefined,
      symbol: 'circle',
      showSymbol:
        series.kind === 'line' && !line.before && line.values.filter((v) => v !== null).length < 40,
      symbolSize: 5,
      connectNulls: true,
      barMaxWidth: 28,
      emphasis: { disabled: true },
    })),
  };
}

function spansDays(times: readonly string[]): boolean {
  const first = times[0];
  const last = times.at(-1);
  return !!first && !!last && Date.parse(last) - Date.parse(first) > 36 * 3600e3;
}

function label(time: string, day: boolean): string {
  const date = new Date(time);
  const pad = (n: number) => String(n).padStart(2, '0');
  const clock = `${pad(date.getHours())}:${pad(date.getMinutes())}`;
  return day ? `${pad(date.getDate())}.${pad(date.getMonth() + 1)}. ${clock}` : clock;
}
