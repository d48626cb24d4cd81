import { NumberInput, type NumberInputProps } from 'react-admin';

/** A rate in percent for people, in whole millionths in the form. */
export function PpmInput(props: NumberInputProps) {
  return (
    <NumberInput
      {...props} min={0} max={100} step={0.01} format={(ppm?: number | null) => (ppm == null ? '' : ppm / 10_000)}
      parse={(percent) => (percent == null || String(percent) === '' ? null : Math.round(Number(percent) * 10_000))}
    />
  );
}
